import { expect, test } from "vitest";
import type { PostAgency, PostCard } from "../api/types";
import { byUrgency, places, postsByUrgency, signed } from "./posts";

const agency = (id: string, over: Partial<PostAgency> = {}): PostAgency => ({
  ...{ agency: id, state: "UTO", least: 1, here: 1, waiting: 0, people: [] },
  ...over,
});

test("the longest missing agency comes first, those without which work goes on last", () => {
  const all = [
    agency("A", { least: 0 }),
    agency("B"),
    agency("C", { missing_since_us: 20, here: 0 }),
    agency("D", { missing_since_us: 10, here: 0 }),
    agency("E", { waiting: 4 }),
  ];
  expect(byUrgency(all).map((a) => a.agency)).toEqual(["D", "C", "E", "B", "A"]);
});

test("there is a place for everybody who is needed and for everybody who is there", () => {
  expect(places(agency("A", { least: 3, here: 1 }))).toEqual([true, false, false]);
  expect(places(agency("A", { least: 1, here: 2 }))).toEqual([true, true]);
  expect(places(agency("A", { least: 0, here: 0 }))).toEqual([]);
  expect(places(agency("A", { least: 1, here: 500 })).length).toBe(12);
});

test("a hand-over is signed by two", () => {
  const hand = { officer: "o", at_us: 1, text: "t", items: [] };
  expect(
    [agency("A"), agency("A", { hand_over: hand }), agency("A", { hand_over: { ...hand, taken_by: "p", taken_us: 2 } })].map(signed),
  ).toEqual(["nothing", "handed", "taken"]);
});

test("posts where somebody is missing come before those where all is well, and those without a shift last", () => {
  const post = (point: string, over: Partial<PostCard> = {}): PostCard => ({
    ...{ point, shift: "s", title: "", on_duty: 1, needed: 1, missing: [], outages: 0, fallback: false },
    ...over,
  });
  const gone = { agency: "X", since_us: 5, alarm: true };
  const all = [post("a", { shift: null }), post("b"), post("c", { outages: 1 }), post("d", { missing: [gone] })];
  expect(postsByUrgency(all).map((p) => p.point)).toEqual(["d", "c", "b", "a"]);
});
