import { describe, expect, test } from "vitest";
import { curve, directly, layout, NODE_PX } from "./layout";

const s = (stage: string, after: string[] = [], state = "pending") => ({ stage, after, state });

describe("what comes directly after what", () => {
  test("a stage that does not apply hands on what it comes after", () => {
    const found = directly([s("papers"), s("scan", ["papers"], "not_applicable"), s("look", ["scan"]), s("release", ["scan", "look"])]);
    expect(Object.fromEntries(found)).toEqual({ papers: [], look: ["papers"], release: ["look"] });
  });

  test("what follows anyway is left out", () => {
    const found = directly([s("gate"), s("papers", ["gate"]), s("release", ["gate", "papers"])]);
    expect(found.get("release")).toEqual(["papers"]);
  });

  test("stages that come after each other, or after none that is known, do not hang the drawing", () => {
    const odd = [s("a", ["b", "nobody"]), s("b", ["a"]), s("c", ["a"], "not_applicable")];
    expect(layout(odd).cells.size).toBe(2);
  });
});

describe("the drawing", () => {
  const stages = [s("gate"), s("health", ["gate"]), s("papers", ["gate"]), s("scan", ["papers"]), s("release", ["health", "scan"])];

  test("stands in columns by what comes first, side by side where both may be done", () => {
    const { columns, cells } = layout(stages);
    expect(columns).toBe(4);
    const at = (id: string) => cells.get(id)?.column;
    expect(["gate", "health", "papers", "scan", "release"].map(at)).toEqual([0, 1, 1, 2, 3]);
    expect(cells.get("health")?.row).not.toBe(cells.get("papers")?.row);
  });

  test("no two things stand in one place, not even a line that only passes", () => {
    const { lines, cells } = layout(stages);
    const all = new Set([...cells.values(), ...lines.flatMap((l) => l.through)]);
    expect(new Set([...all].map((c) => `${c.column} ${c.row}`)).size).toBe(all.size);
  });

  test("a line goes on through every column between its ends", () => {
    const long = layout(stages).lines.find((l) => l.from === "health");
    expect(long?.through.map((c) => c.column)).toEqual([1, 2, 3]);
  });

  test("a line runs from the end of one stage to the beginning of the next", () => {
    const width = 2 * 100 + NODE_PX.across;
    const middle = NODE_PX.height / 2;
    const through = [
      { column: 0, row: 0, stage: "a" },
      { column: 1, row: 0, stage: "b" },
    ];
    const line = curve(through, 2, width);
    expect(line.startsWith(`M100 ${middle}`)).toBe(true);
    expect(line.endsWith(`${100 + NODE_PX.across} ${middle}`)).toBe(true);
  });

  test("nothing is drawn of nothing", () => {
    expect(layout([])).toMatchObject({ columns: 0, rows: 0, lines: [] });
  });
});
