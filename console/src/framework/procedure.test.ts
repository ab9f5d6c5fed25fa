import { describe, expect, test } from "vitest";
import type { Path, Stage } from "../api/types";
import { layout } from "../crossing/layout";
import { choices, chosenPath, drawn, least, owners } from "./procedure";

const place = { file: "p.toml", line: 1, column: 1 };

function stage(id: string, after: string[], minutes: number, more: Partial<Stage> = {}): Stage {
  const common = { kind: "control" as const, side: "entry" as const, mandatory: true, waivable: false, joins: [], place };
  return { id, title: id, agency: "A", state: "ONE", after, expected_s: minutes * 60, target_s: minutes * 60, ...common, ...more };
}

function path(procedure: string, direction: string, stages: Stage[] = []): Path {
  return { procedure, direction, title: procedure, subject: "truck", parts: [], conditions: [], unowned: [], reversal: [], place, stages };
}

const truck = path("truck", "inbound", [
  stage("gate", [], 1),
  stage("papers", ["gate"], 15, { agency: "B", state: "TWO" }),
  stage("health", ["gate"], 3),
  stage("look", ["papers"], 45, { applies: "selected" }),
  stage("tea", ["papers"], 120, { mandatory: false }),
  stage("release", ["look", "health", "tea"], 2),
]);

test("each procedure is offered once, with its directions", () => {
  const found = choices([path("bus", "inbound"), path("bus", "outbound"), path("car", "inbound")]);
  expect(found.map((c) => [c.procedure, c.directions.map((d) => d.direction)])).toEqual([
    ["bus", ["inbound", "outbound"]],
    ["car", ["inbound"]],
  ]);
});

test("an address that names what is not here shows what is", () => {
  const all = [path("bus", "inbound"), path("car", "inbound"), path("car", "outbound")];
  const id = (of: string | undefined) => {
    const found = chosenPath(all, of);
    return found && `${found.procedure} ${found.direction}`;
  };
  expect([id("car:outbound"), id("car:upwards"), id("ship:inbound"), id(undefined)]).toEqual([
    "car outbound",
    "car inbound",
    "bus inbound",
    "bus inbound",
  ]);
  expect(chosenPath([], "car:inbound")).toBeUndefined();
});

describe("a procedure without a crossing", () => {
  test("is drawn whole, and without the stages whose condition does not hold", () => {
    expect(layout(drawn(truck, new Set())).cells.size).toBe(6);
    const found = layout(drawn(truck, new Set(["selected"])));
    expect([...found.cells.keys()]).not.toContain("look");
    expect(found.lines.some((l) => l.from === "tea" && l.to === "release")).toBe(true);
  });

  test("takes at least the longest way through what always has to be done", () => {
    expect(least(truck)).toBe((1 + 15 + 2) * 60);
    expect(least(path("none", "inbound"))).toBe(0);
  });

  test("ends where stages wait for each other", () => {
    expect(least(path("odd", "inbound", [stage("a", ["b"], 1), stage("b", ["a"], 1)]))).toBeGreaterThan(0);
  });

  test("names whose stages they are, in the order of the way", () => {
    expect(owners(truck)).toEqual({ agencies: ["A", "B"], states: ["ONE", "TWO"] });
  });
});
