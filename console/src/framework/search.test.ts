import { expect, test } from "vitest";
import { explorerSearch } from "./search";

test("an address is read as text, and what the explorer does not know is left out", () => {
  expect(explorerSearch({ view: "access", clearance: 2, silent: true, purpose: "", evil: "x", roles: ["a"] })).toEqual({
    view: "access",
    clearance: "2",
    silent: "true",
    purpose: "",
  });
});
