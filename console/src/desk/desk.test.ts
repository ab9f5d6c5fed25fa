import { expect, test } from "vitest";
import type { Card, Crossing, PointPaths, Stage, StageNow } from "../api/types";
import { expired, marked, ownStage, queue, runs, shownStage } from "./desk";

const officer = { id: "me", agency: "CUS", state: "UTO" };
const at = (stage: string, state: string, agency = "CUS", more: Partial<StageNow> = {}) =>
  ({ stage, state, agency, state_code: "UTO", mandatory: true, ...more }) as StageNow;
const file = (...path: StageNow[]) => ({ path }) as Crossing;

test("the officer's stage is the one begun, else the one that is ready and must be done", () => {
  expect(ownStage(file(at("a", "ready"), at("b", "in_progress")), officer)?.stage).toBe("b");
  expect(ownStage(file(at("a", "ready", "IMM"), at("b", "ready")), officer)?.stage).toBe("b");
  expect(ownStage(file(at("a", "ready", "CUS", { state_code: "XXA" }), at("b", "pending")), officer)).toBeUndefined();
  expect(ownStage(file(at("a", "ready", "CUS", { mandatory: false })), officer)).toBeUndefined();
  expect(shownStage(file(at("a", "held")), officer)?.stage).toBe("a");
});

const stage = (id: string, agency: string) => ({ id, agency, state: "UTO", title: id }) as Stage;
const paths = {
  paths: [{ procedure: "p", direction: "inbound", stages: [stage("doc", "CUS"), stage("imm", "IMM")] }],
} as unknown as PointPaths;
const card = (id: string, more: Partial<Card>): Card => ({
  id,
  disclosure: "content",
  point: "bridge",
  procedure: "p",
  direction: "inbound",
  lanes: ["doc"],
  owed: [{ stage: "doc", agency: "CUS" }],
  state: "waiting",
  arrived_us: 100,
  ...more,
});

test("the longest waiting comes first; what somebody has begun, holds or does not owe us is left out", () => {
  const holder = { agency: "CUS", stage: "doc" };
  const cards = [
    card("young", { holder, holder_since_us: 300 }),
    card("old", { holder, holder_since_us: 200 }),
    card("begun", { holder: { ...holder, officer: "o" }, holder_since_us: 100 }),
    card("mine", { holder: { ...holder, officer: "me" }, holder_since_us: 400 }),
    card("referred", { state: "referred", holder: { agency: "IMM", stage: "imm" }, lanes: ["imm", "doc"] }),
    card("held", { state: "held" }),
    card("others", { lanes: ["imm"] }),
    card("not here", { arrived_us: null }),
    card("optional", { owed: [] }),
    card("second lane", { holder: { agency: "IMM", stage: "imm" }, holder_since_us: 1, lanes: ["imm", "doc"] }),
  ];
  expect(queue(cards, paths, officer).map((w) => [w.card.id, w.since])).toEqual([
    ["mine", 400],
    ["second lane", 100],
    ["old", 200],
    ["young", 300],
  ]);
});

test("a document is expired the day after, and never when its date is not known", () => {
  expect(expired("2012-04-15", "2012-04-15")).toBe(false);
  expect(expired("2012-04-15", "2012-04-16")).toBe(true);
  expect(expired("2012-04", "2012-04-30")).toBe(false);
  expect(expired(undefined, "2012-04-16")).toBe(false);
});

test("a problem marks what stands there", () => {
  const problem = { code: "state", field: "nationality", line: 2, column: 11, found: "UT0", expected: "", invalid: true };
  expect(marked([problem], 1)).toEqual([10, 11, 12]);
  expect(marked([problem], 0)).toEqual([]);
  expect(runs("ABCD", [1, 2])).toEqual([
    { text: "A", mark: false, at: 0 },
    { text: "BC", mark: true, at: 1 },
    { text: "D", mark: false, at: 3 },
  ]);
});
