import { expect, test } from "vitest";
import type { NotificationHolder } from "../api/types";
import { draft, having, hour, setting } from "./setting";

const PRIORITIES = [
  { id: "standard", title: "S", urgent: false },
  { id: "critical", title: "C", urgent: true },
];
const HOLDER: NotificationHolder = { scope: "officer", id: "pat", name: "Pat", zone: "Africa/Nairobi" };

test("where nothing was set everything is told at once, and only what is urgent at night", () => {
  const empty = draft(HOLDER, PRIORITIES, "sw");
  expect(empty).toMatchObject({ at_once: ["standard", "critical"], through: ["critical"], quiet: false, digest: "7", language: "sw" });
  expect(setting(empty)).toMatchObject({ quiet: null, digest: 7, through: [] });
});

test("a setting comes back as it was kept", () => {
  const kept = {
    email: "a@example.org",
    webhook: "",
    at_once: ["critical"],
    quiet: { from: "21:30", to: "05:00" },
    through: ["critical"],
    digest: 0,
    language: "fr",
  };
  expect(setting(draft({ ...HOLDER, setting: kept }, PRIORITIES, "en"))).toEqual(kept);
  expect(setting(draft({ ...HOLDER, setting: { ...kept, digest: null } }, PRIORITIES, "en")).digest).toBeNull();
});

test("a choice is there once or not at all", () => {
  expect(having(["a", "b"], "a", true)).toEqual(["b", "a"]);
  expect(having(["a", "b"], "a", false)).toEqual(["b"]);
  expect(hour(7)).toBe("07:00");
});
