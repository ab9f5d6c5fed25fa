import { beforeAll, describe, expect, test } from "vitest";
import { Problem, problemText } from "../api/problem";
import type { Crossing, StageNow, TimelineEntry } from "../api/types";
import { use } from "../i18n";
import { en } from "../i18n/en";
import { factText, gathered, withGrounds } from "./facts";
import { holders } from "./holders";
import { told } from "./told";

beforeAll(() => use("en", en));

const names = {
  stage: (id: string) => ({ papers: "Documents", scan: "Scanner" })[id] ?? id,
  agency: (id: string) => ({ CUS: "Customs", PLANT: "Plant health" })[id] ?? id,
  officer: (id: string) => ({ amina: "Amina Bahari" })[id] ?? id,
};
const entry = (kind: string, params: object = {}, stage?: string): TimelineEntry => ({
  id: `${kind} ${JSON.stringify(params)}`,
  kind: `crossing.${kind}.v1`,
  happened_us: 0,
  recorded_us: 0,
  officer: "amina",
  agency: "CUS",
  stage: stage ?? null,
  params: params as TimelineEntry["params"],
});

describe("what happened", () => {
  test("is said with titles, not ids", () => {
    expect(factText(entry("stage_referred", { to: "scan" }, "papers"), names)).toBe("referred Documents to Scanner");
    expect(factText(entry("joint_requested", { participants: ["CUS", "PLANT"] }), names)).toBe(
      "asked for a joint examination with Customs, Plant health",
    );
    expect(factText(entry("finding_recorded", { verdict: "objection" }), names)).toBe("stated a finding: Objection");
  });

  test("a kind that this console does not know is still said", () => {
    expect(factText(entry("beamed_up"), names)).toBe("beamed up");
  });

  test("passengers who move on one after the other are one line", () => {
    const moved = (to: string, count: number) => entry("parts_moved", { to, count });
    const lines = gathered([moved("settled", 1), moved("settled", 2), entry("arrived"), moved("settled", 1), moved("present", 1)]);
    expect(lines.map((l) => factText(l, names))).toEqual([
      "on board, now settled: 3",
      "noted the arrival",
      "on board, now settled: 1",
      "on board, now in control: 1",
    ]);
  });
});

test("a legal ground is read by its title", () => {
  const titles = new Map([["customs.papers", "Papers incomplete"]]);
  expect(withGrounds("no invoice · customs.papers", titles)).toBe("no invoice · Papers incomplete");
  expect(withGrounds(undefined, titles)).toBeNull();
});

test("a refusal names stages and agencies as people do", () => {
  const early = told(new Problem({ code: "too_early", fields: { stage: "scan", missing: ["papers"] } }), names);
  expect(problemText(early)).toBe("Scanner comes after Documents, which is not finished.");
  const taken = told(new Problem({ code: "taken", fields: { stage: "scan", officer: "amina" } }), names);
  expect(problemText(taken)).toBe("Scanner is already taken by Amina Bahari.");
  const owed = told(new Problem({ code: "findings_owed", fields: { stage: "scan", missing: ["PLANT"] } }), names);
  expect(problemText(owed)).toBe("The finding of Plant health is still owed.");
});

test("whoever is at it has it before whoever is waited for, and what waits for an answer has nobody", () => {
  const stage = (id: string, state: string, more: Partial<StageNow>) =>
    ({ stage: id, title: id, state, agency: id, target_s: 60, ...more }) as StageNow;
  const found = holders({
    card: { lanes: ["a", "b", "c", "d"], holder: null },
    path: [
      stage("a", "ready", { ready_us: 5 }),
      stage("b", "in_progress", { ready_us: 1, started_us: 9, officer: "juma" }),
      stage("c", "referred", { started_us: 1, waits_for: "a" }),
      stage("d", "held", {
        started_us: 1,
        hold: { since_us: 7, until_us: 99, officer: "amina", reason: { disclosure: "nothing", rules: [] } },
      }),
      stage("e", "ready", { ready_us: 1 }),
    ],
  } as unknown as Crossing);
  expect(found.map((h) => [h.stage.stage, h.officer, h.since])).toEqual([
    ["d", "amina", 7],
    ["b", "juma", 9],
    ["a", undefined, 5],
  ]);
});
