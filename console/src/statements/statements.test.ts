import { describe, expect, test } from "vitest";
import { thingOf } from "./statements";

describe("a record is named by its page or by its number elsewhere", () => {
  test.each([
    ["https://border.example/crossings/01a2", "", { id: "01a2", system: "" }],
    ["/requests/01a2?x=1", "", { id: "01a2", system: "" }],
    ["https://border.example/hits?closed=yes&id=a%2Fb#top", "", { id: "a/b", system: "" }],
    [" 01a2 ", "", { id: "01a2", system: "" }],
    ["/crossings/77", "case files", { id: "/crossings/77", system: "case files" }],
  ])("%s in %s", (text, system, thing) => {
    expect(thingOf(text, system)).toEqual(thing);
  });
});
