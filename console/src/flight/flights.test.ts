import { expect, test } from "vitest";
import type { Card } from "../api/types";
import { ordered, paperOf, partOf, people, windowOf } from "./flights";

const card = (id: string, more: Partial<Card> = {}): Card => ({ id, disclosure: "content", point: "haven", lanes: [], owed: [], ...more });

test("each state counts in one of the four places", () => {
  expect(["expected", "waiting", "in_control", "referred", "held"].map(partOf)).toEqual([
    "expected",
    "present",
    "present",
    "present",
    "present",
  ]);
  expect(["refused", "released", "readmitted", "cancelled"].map(partOf)).toEqual(["refused", "settled", "settled", "settled"]);
});

test("what comes next stands first, what is over last and backwards", () => {
  const flights = [
    card("gone", { state: "released", expected_us: 1 }),
    card("later", { state: "expected", expected_us: 9 }),
    card("here", { state: "waiting", arrived_us: 3 }),
    card("just gone", { state: "cancelled", expected_us: 2 }),
  ];
  expect(ordered(flights).map((f) => f.id)).toEqual(["here", "later", "just gone", "gone"]);
});

test("nationality and document are told apart even when one is missing", () => {
  expect(paperOf(card("a", { detail: "UTO · L898902C3" }))).toEqual({ nationality: "UTO", document: "L898902C3" });
  expect(paperOf(card("a", { detail: "UTO" }))).toEqual({ nationality: "UTO", document: "" });
  expect(paperOf(card("a", { detail: "L898902C3" }))).toEqual({ nationality: "", document: "L898902C3" });
  expect(paperOf(card("a"))).toEqual({ nationality: "", document: "" });
});

test("people are found by every word and ordered by who waits longest", () => {
  const all = [
    card("b", { label: "BOND, ANNA", detail: "UTO · 1", state: "waiting", holder_since_us: 5 }),
    card("a", { label: "ABEL, ANNA", detail: "FRA · 2", state: "expected" }),
    card("c", { label: "CHEN, WEI", detail: "UTO · 3", state: "held", holder_since_us: 2 }),
  ];
  expect(people(all, "all", "anna", "name").map((c) => c.id)).toEqual(["a", "b"]);
  expect(people(all, "all", "uto 3", "name").map((c) => c.id)).toEqual(["c"]);
  expect(people(all, "present", "", "wait").map((c) => c.id)).toEqual(["c", "b"]);
  expect(people(all, "all", "", "nationality").map((c) => c.id)).toEqual(["a", "b", "c"]);
});

test("a window never leaves the list", () => {
  expect(windowOf(-400, 800, 40, 5000)).toEqual([0, 25]);
  expect(windowOf(40 * 4990, 800, 40, 5000)).toEqual([4975, 5000]);
  expect(windowOf(999_999, 800, 40, 3)).toEqual([3, 3]);
  expect(windowOf(0, 800, 40, 0)).toEqual([0, 0]);
});
