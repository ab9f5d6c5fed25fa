import { describe, expect, test } from "vitest";
import type { Body, Origin } from "../api/types";
import { type Branch, doubts, missing, trees } from "./institution";

const origin: Origin = {
  sources: [],
  unestablished: false,
  chosen: false,
  unverified: [],
  place: { file: "bodies.toml", line: 1, column: 1 },
};

function body(id: string, parent?: string, more: Partial<Body> = {}): Body {
  const none = {
    chair: null,
    deputy: null,
    secretary: null,
    meets: null,
    minutes: null,
    quorum: null,
    legal_basis: null,
    members_are: null,
  };
  const lists = { seats: [], members: [], functions: [] };
  return {
    id,
    name: id,
    short: id,
    level: "national",
    parent: parent ?? null,
    per_point: false,
    points: 0,
    ...none,
    ...lists,
    origin,
    ...more,
  };
}

const names = (branches: readonly Branch[]): unknown => branches.map((b) => [b.body.id, names(b.under)]);

describe("the chart", () => {
  test("stands from the top down", () => {
    const found = trees([body("joc", "committee"), body("top"), body("committee", "office"), body("office", "top"), body("other", "top")]);
    expect(names(found)).toEqual([
      [
        "top",
        [
          ["office", [["committee", [["joc", []]]]]],
          ["other", []],
        ],
      ],
    ]);
  });

  test("shows a body whose parent is not described by itself", () => {
    expect(names(trees([body("a", "nobody")]))).toEqual([["a", []]]);
  });

  test("shows bodies that are under each other, and ends", () => {
    expect(names(trees([body("a", "b"), body("b", "a")]))).toEqual([["a", [["b", []]]]]);
    expect(names(trees([body("a", "a")]))).toEqual([["a", []]]);
    expect(names(trees([body("c", "a"), body("a", "b"), body("b", "a")]))).toEqual([
      [
        "a",
        [
          ["c", []],
          ["b", []],
        ],
      ],
    ]);
  });

  test("names the levels that nobody has made", () => {
    expect(missing([body("a"), body("b", "a", { level: "secretariat" })])).toEqual(["point", "joc"]);
  });
});

test("what is not established is counted once each: fields, members, functions", () => {
  const member = { agency: "A", role: null, office: null, from: null, sources: [] };
  const members = [
    { ...member, unestablished: true },
    { ...member, unestablished: false },
  ];
  const functions = [{ id: "f", title: "F", legal_basis: null, origin: { ...origin, unverified: ["body"] } }];
  expect(doubts(body("a", undefined, { members, functions, origin: { ...origin, unverified: ["quorum", "deputy"] } }))).toBe(4);
  expect(doubts(body("b", undefined, { origin: { ...origin, unestablished: true } }))).toBe(1);
});
