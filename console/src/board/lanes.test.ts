import { describe, expect, test } from "vitest";
import type { Board, Card, Path, PointPaths, Stage } from "../api/types";
import { chosen, counts, existing, kinds, lanesOf, pathId, sibling } from "./lanes";

const place = { file: "procedures/p.toml", line: 1, column: 1 };
const stage = (id: string, agency: string): Stage => ({
  id,
  title: id,
  agency,
  state: "UTO",
  kind: "control",
  side: "entry",
  mandatory: true,
  waivable: false,
  expected_s: 60,
  target_s: 600,
  after: [],
  joins: [],
  place,
});
const path = (procedure: string, direction: string, subject: string, stages: Stage[]): Path => ({
  procedure,
  direction,
  subject,
  title: procedure,
  conditions: [],
  parts: [],
  unowned: [],
  reversal: [],
  place,
  stages,
});
const truckIn = path("truck", "inbound", "truck", [stage("gate", "PORT"), stage("papers", "CUS"), stage("plants", "PLANT")]);
const truckOut = path("truck", "outbound", "truck", [stage("gate", "PORT")]);
const foot = path("foot", "inbound", "person_on_foot", [stage("passport", "IMM")]);
const paths: PointPaths = { point: "p", desks: [], paths: [truckIn, truckOut, foot] };
const card = (id: string, of: Path, lanes: string[], holder?: { stage: string; officer?: string }, due_us?: number): Card => ({
  id,
  disclosure: "content",
  point: "p",
  procedure: of.procedure,
  direction: of.direction,
  lanes,
  owed: [],
  holder: holder ? { agency: "X", ...holder } : null,
  holder_since_us: holder ? 1_000 : null,
  due_us: due_us ?? null,
});
const board = (cards: Card[], lanes: Board["lanes"] = []): Board => ({ point: "p", cards, lanes, as_of_us: 5_000 });
const officer = { id: "amina", agency: "PLANT" };

describe("lanes", () => {
  test("a crossing that waits at two stages stands in both lanes, and in no lane of another direction", () => {
    const lanes = lanesOf(board([card("a", truckIn, ["papers", "plants"]), card("b", truckOut, ["gate"])]), truckIn, "all", officer);
    expect(lanes.map((l) => l.cards.map((c) => c.id))).toEqual([[], ["a"], ["a"]]);
  });

  test("of everybody the server's count stands, of my agency that of the cards", () => {
    const lane = {
      stage: "plants",
      title: "",
      procedure: "truck",
      direction: "inbound",
      agency: "PLANT",
      count: 9,
      oldest_us: 7,
      past_target: 2,
    };
    const b = board([card("a", truckIn, ["papers", "plants"], { stage: "plants" }, 4_000)], [lane]);
    expect(lanesOf(b, truckIn, "all", officer)[2]).toMatchObject({ count: 9, past: 2, oldest_us: 7 });
    const own = lanesOf(b, truckIn, "agency", officer);
    expect(own.map((l) => l.stage.id)).toEqual(["plants"]);
    expect(own[0]).toMatchObject({ count: 1, past: 1, oldest_us: 1_000 });
  });

  test("mine is what I am at, where I am at it", () => {
    const mine = card("a", truckIn, ["papers", "plants"], { stage: "plants", officer: "amina" });
    const other = card("b", truckIn, ["plants"], { stage: "plants", officer: "juma" });
    expect(lanesOf(board([mine, other]), truckIn, "mine", officer).map((l) => l.cards.map((c) => c.id))).toEqual([["a"]]);
  });
});

describe("procedures", () => {
  const count = counts(board([card("a", truckIn, []), card("b", truckIn, []), card("c", foot, [])]));

  test("are gathered by what crosses", () => {
    expect(kinds(paths, count).map((k) => [k.subject, k.count, k.paths.length])).toEqual([
      ["truck", 2, 2],
      ["person_on_foot", 1, 1],
    ]);
  });

  test("the one asked for is shown, else the busiest where my agency works, else the busiest", () => {
    expect(chosen(paths, pathId(truckOut), count, "IMM")).toBe(truckOut);
    expect(chosen(paths, "gone:inbound", count, "IMM")).toBe(foot);
    expect(chosen(paths, undefined, count, "NOBODY")).toBe(truckIn);
  });

  test("another kind is shown in the same direction where it runs in it", () => {
    const [truck, walker] = kinds(paths, count);
    expect(truck && sibling(truck, "outbound")).toBe(truckOut);
    expect(walker && sibling(walker, "outbound")).toBe(foot);
  });
});

test("files that are only known to exist are told once for each agency", () => {
  const hidden = (agency: string): Card => ({ id: agency, disclosure: "exists", point: "p", agency, lanes: [], owed: [] });
  expect(existing([hidden("CUS"), hidden("CUS"), card("a", foot, [])])).toEqual(["CUS"]);
  const lane = {
    stage: "gate",
    title: "",
    procedure: "truck",
    direction: "outbound",
    agency: "PORT",
    count: 9,
    oldest_us: 7,
    past_target: 2,
  };
  expect(counts(board([hidden("CUS")], [lane]))).toEqual(new Map([["truck:outbound", 9]]));
});
