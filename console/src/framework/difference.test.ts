import { expect, test } from "vitest";
import type { Change, Difference, Entry, Section, Version, Versions } from "../api/types";
import { chosenPair, comparable, isDoubtful, labels, lackedBy, lacking, marked, pairWith } from "./difference";

const version = (name: string, state: Version["state"]): Version => ({ version: name, state }) as Version;
const list = (in_force: string, ...versions: Version[]): Versions => ({ now_us: 0, in_force, may_propose: false, versions });

const ALL = list("2", version("4", "withdrawn"), version("3", "proposed"), version("2", "in_force"), version("1", "superseded"));

test("what is compared is what somebody has to decide on, against what is in force", () => {
  expect(chosenPair(ALL, {})).toEqual({ base: "2", version: "3" });
  expect(chosenPair(list("2", version("2", "in_force"), version("1", "superseded")), {})).toEqual({ base: "2", version: "1" });
  expect(chosenPair(list("1", version("1", "in_force")), {})).toBeUndefined();
});

test("the address says what is compared", () => {
  expect(chosenPair(ALL, { version: "4" })).toEqual({ base: "2", version: "4" });
  expect(chosenPair(ALL, { version: "2", with: "1" })).toEqual({ base: "1", version: "2" });
  expect(chosenPair(ALL, { with: "1" })).toEqual({ base: "1", version: "3" });
});

test("a version that was withdrawn and proposed again stands once, as it is now", () => {
  const again = list("1", version("2", "proposed"), version("2", "withdrawn"), version("1", "in_force"));
  expect(comparable(again).map((v) => [v.version, v.state])).toEqual([
    ["2", "proposed"],
    ["1", "in_force"],
  ]);
});

test("an old version is compared with what came after it, a new one with what is before it", () => {
  expect(pairWith(version("1", "superseded"), "2")).toEqual({ base: "1", version: "2" });
  expect(pairWith(version("3", "proposed"), "2")).toEqual({ base: "2", version: "3" });
});

const value = (...lines: string[]): NonNullable<Change["a"]> => ({ lines, standing: "sourced" });
const doubt = (...lines: string[]): NonNullable<Change["a"]> => ({ lines, standing: "unverified" });
const entry = (what: string, a: string | null, b: string | null, changes: Change[] = []): Entry => ({ what, a, b, changes });

test("only what one has and the other lacks: whole things, and what the other is silent on", () => {
  const silent: Change = { field: "deputy", a: value("x"), b: null };
  const other: Change = { field: "chair", a: value("x"), b: value("y") };
  const section: Section = {
    title: "Bodies",
    same: 2,
    entries: [entry("1", "a", null), entry("2", "a", "b", [other, silent]), entry("3", "a", "b", [other])],
  };
  expect(lacking([section])).toEqual([{ title: "Bodies", same: 2, entries: [entry("1", "a", null), entry("2", "a", "b", [silent])] }]);
  expect([entry("1", "a", null), entry("1", null, "b"), entry("1", "a", "b")].map(lackedBy)).toEqual(["b", "a", undefined]);
});

test("when nothing of a thing is established that is said once", () => {
  expect(isDoubtful(entry("1", "a", "b", [{ field: "f", a: doubt("x"), b: null }]))).toBe(true);
  expect(isDoubtful(entry("1", "a", "b", [{ field: "f", a: doubt("x"), b: value("y") }]))).toBe(false);
  expect(isDoubtful(entry("1", "a", null))).toBe(false);
});

test("two frameworks of one name and version are told apart by where they are", () => {
  const side = (version: string, label: string) => ({ name: "Utopia", version, label, lessons: [] });
  const of = (a: Difference["a"], b: Difference["b"]) => ({ a, b }) as Difference;
  expect(labels(of(side("1", "Utopia 1"), side("2", "Utopia 2")), "in force", "folder")).toEqual(["Utopia 1", "Utopia 2"]);
  expect(labels(of(side("1", "the first"), side("1", "the second")), "in force", "folder")).toEqual([
    "Utopia 1, in force",
    "Utopia 1, folder",
  ]);
});

/** Marked parts between brackets. */
const shown = ([a, b]: ReturnType<typeof marked>) =>
  [a, b].map((lines) => lines.map((line) => line.map((p) => (p.own ? `[${p.text}]` : p.text)).join(" ")));

test("of a changed statement the words are marked that changed", () => {
  expect(shown(marked(["30m, running time"], ["20m, running time"], true))).toEqual([["[30m,] running time"], ["[20m,] running time"]]);
  expect(shown(marked(["after health and customs"], ["after health or police and customs"], true))).toEqual([
    ["after health and customs"],
    ["after health [or police] and customs"],
  ]);
});

test("statements that have little in common are marked as a whole", () => {
  expect(shown(marked(["the chair of the committee"], ["nobody but a deputy"], true))).toEqual([
    ["[the chair of the committee]"],
    ["[nobody but a deputy]"],
  ]);
});

test("of lists the lines are marked that only one has; what one is silent on is new or gone", () => {
  expect(shown(marked(["customs", "police"], ["customs", "health"], false))).toEqual([
    ["customs", "[police]"],
    ["customs", "[health]"],
  ]);
  expect(shown(marked(undefined, ["20m"], true))).toEqual([[], ["[20m]"]]);
});

test("between countries nothing is marked where a mark would be on everything", () => {
  expect(shown(marked(["30m, running time"], ["20m, running time"], false))).toEqual([["30m, running time"], ["20m, running time"]]);
  expect(shown(marked(["x", "y"], ["z"], false))).toEqual([["x", "y"], ["z"]]);
  expect(shown(marked(["x"], undefined, false))).toEqual([["x"], []]);
});
