import { expect, test } from "vitest";
import type { Card } from "../api/types";
import { step } from "./grid";
import { MAX_FOUND, matching } from "./matching";

const sizes = [2, 0, 3];

test("arrow keys walk the cards, pass over empty lanes and stop at the edges", () => {
  expect(step(sizes, { lane: 0, row: 0 }, "ArrowDown", false)).toEqual({ lane: 0, row: 1 });
  expect(step(sizes, { lane: 0, row: 1 }, "ArrowDown", false)).toBeUndefined();
  expect(step(sizes, { lane: 0, row: 1 }, "ArrowRight", false)).toEqual({ lane: 2, row: 1 });
  expect(step(sizes, { lane: 2, row: 2 }, "ArrowLeft", false)).toEqual({ lane: 0, row: 1 });
  expect(step(sizes, { lane: 2, row: 2 }, "ArrowRight", false)).toBeUndefined();
  expect(step(sizes, { lane: 2, row: 2 }, "Home", false)).toEqual({ lane: 2, row: 0 });
  expect(step(sizes, { lane: 2, row: 0 }, "End", false)).toEqual({ lane: 2, row: 2 });
  expect(step(sizes, { lane: 0, row: 0 }, "x", false)).toBeUndefined();
});

test("in a language from right to left the left arrow goes on", () => {
  expect(step(sizes, { lane: 0, row: 0 }, "ArrowLeft", true)).toEqual({ lane: 2, row: 0 });
});

const card = (id: string, label: string, detail = ""): Card => ({
  id,
  disclosure: "content",
  point: "p",
  label,
  detail,
  lanes: [],
  owed: [],
});

test("a search finds plates and names however they are written, those that begin so first", () => {
  const cards = [card("1", "TX9 120KA"), card("2", "KA1 234B"), card("3", "MÜLLER, ANNA"), card("4", "X", "Kaskazi Freight")];
  expect(matching(cards, [], "ka-1").map((c) => c.id)).toEqual(["2"]);
  expect(matching(cards, [], "ka").map((c) => c.id)).toEqual(["2", "1", "4"]);
  expect(matching(cards, [], "muller").map((c) => c.id)).toEqual(["3"]);
});

test("what the server found follows, once, and a list stays short", () => {
  const own = card("1", "KA1");
  expect(matching([own], [own, card("9", "passport")], "ka").map((c) => c.id)).toEqual(["1", "9"]);
  const many = Array.from({ length: 50 }, (_, i) => card(String(i), `KA${i}`));
  expect(matching(many, [], "ka")).toHaveLength(MAX_FOUND);
  expect(matching(many, [], " - ")).toEqual([]);
});
