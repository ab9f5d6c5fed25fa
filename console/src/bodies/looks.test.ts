import { expect, test } from "vitest";
import type { BodyCard } from "../api/types";
import { use } from "../i18n";
import { en } from "../i18n/en";
import { daysSince, lasting, leads, minutesLate, ordered } from "./looks";

const DAY_US = 86_400_000_000;
const body = (id: string, more: Partial<BodyCard>): BodyCard => ({
  ...{ id, template: id, name: id, short: id, level: "point", parent: "", point: "", meets: "monthly", reads: false },
  ...{ seat: null, last_us: null, next_us: null, due_us: null, year: [], planned: 10, held: 10, open: 0, overdue: 0 },
  ...more,
});

test("bodies that one sits in come first, then what is overdue, then what was missed most", () => {
  const all = [
    body("kept", {}),
    body("missed", { held: 2 }),
    body("late", { overdue: 1 }),
    body("own", { seat: "member" }),
    body("fresh", { planned: 0, held: 0 }),
  ];
  expect(ordered(all).map((b) => b.id)).toEqual(["own", "late", "missed", "fresh", "kept"]);
});

test("an item leads to what it is about, with every sign of an id written for an address", () => {
  expect(leads({ about_kind: "assignment", about: "a b" }, "x")).toBe("/inbox?id=a%20b");
  expect(leads({ about_kind: "directive", about: "1" }, "bmc.a/b")).toBe("/bodies/bmc.a%2Fb");
  expect(leads({ about_kind: "meeting", about: "../x" }, "x")).toBe("/meetings/..%2Fx");
  expect(leads({ about_kind: "", about: "" }, "x")).toBeUndefined();
  expect(leads({ about_kind: "something new", about: "1" }, "x")).toBeUndefined();
});

test("days are whole ones, and none are negative", () => {
  expect([daysSince(0, DAY_US - 1), daysSince(0, DAY_US), daysSince(DAY_US, 0)]).toEqual([0, 1, 0]);
});

test("minutes are late when they came late, or have not come by now", () => {
  expect(minutesLate({ minutes_due_us: 10, minutes_done_us: 9 }, 99)).toBe(false);
  expect(minutesLate({ minutes_due_us: 10, minutes_done_us: 11 }, 9)).toBe(true);
  expect(minutesLate({ minutes_due_us: 10, minutes_done_us: null }, 11)).toBe(true);
  expect(minutesLate({ minutes_due_us: null, minutes_done_us: null }, 11)).toBe(false);
});

test("a length of the framework is said in words, and one that is written otherwise stays as it is", () => {
  use("en", en);
  expect([lasting("3d"), lasting("90m"), lasting("2h"), lasting("soon"), lasting("")]).toEqual(["3d", "1h 30 mins", "2h", "soon", ""]);
});
