import { describe, expect, test } from "vitest";
import type { Card, CommandOffer, Crossing, Framework, Path, StageNow } from "../api/types";
import { asksOf, groundsFor, holdLengths, markable, missing, referable } from "./asks";
import { urgent } from "./parts";

const offer = (command: string, needs: string[]): CommandOffer => ({ command, needs, allowed: true });

describe("what a command asks", () => {
  test("nothing, when it can be sent as it is", () => {
    expect(asksOf(offer("pass", []))).toEqual([]);
    expect(asksOf(offer("start", ["take_over"]))).toEqual([]);
  });

  test("the ground before the reason, and for a hold its length, which may be left open", () => {
    expect(asksOf(offer("hold", ["reason", "ground"]))).toEqual([
      { ask: "ground", required: true },
      { ask: "until", required: false },
      { ask: "reason", required: true },
    ]);
  });

  test("what is blank is missing", () => {
    const asks = asksOf(offer("refuse", ["ground", "reason"]));
    expect(missing(asks, { ground: "g", reason: "  " })).toEqual(["reason"]);
    expect(missing(asks, { ground: "g", reason: "no visa" })).toEqual([]);
  });

  test("an objection is stated in words, a clear finding need not be", () => {
    const asks = asksOf(offer("finding", ["verdict"]));
    expect(missing(asks, { verdict: "clear" })).toEqual([]);
    expect(missing(asks, { verdict: "objection" })).toEqual(["text"]);
  });
});

test("grounds are those of the agency's functions and of the officer's state", () => {
  const ground = (id: string, of: string, state?: string) => ({ id, title: id, legal_basis: "", function: of, state: state ?? null });
  const framework = {
    agencies: [{ id: "CUS", functions: ["customs"] }],
    hold_grounds: [
      ground("papers", "customs"),
      ground("own", "customs", "UTO"),
      ground("theirs", "customs", "ATL"),
      ground("sick", "health"),
    ],
    refusal_grounds: [ground("goods", "customs")],
  } as unknown as Framework;
  const officer = { agency: "CUS", state: "UTO" };
  expect(groundsFor("hold", framework, officer).map((g) => g.id)).toEqual(["papers", "own"]);
  expect(groundsFor("refuse", framework, officer).map((g) => g.id)).toEqual(["goods"]);
  expect(groundsFor("hold", undefined, officer)).toEqual([]);
});

test("a hold is offered shorter, never longer, than its ground allows", () => {
  expect(holdLengths(4 * 3_600)).toEqual([1_800, 3_600]);
  expect(holdLengths(null)).toEqual([]);
});

const stage = (id: string, state: string, kind = "control") => ({ stage: id, title: id, state, kind }) as StageNow;

test("controls can be asked, those still to come first; gates and the stage itself cannot", () => {
  const path = [
    stage("gate", "passed", "gate"),
    stage("plants", "not_applicable"),
    stage("health", "passed"),
    stage("papers", "ready"),
    stage("scan", "pending"),
  ];
  expect(referable({ path } as Crossing, "papers").map((s) => s.stage)).toEqual(["scan", "health", "plants"]);
});

test("a condition that holds already is not stated again, and each says what it brings", () => {
  const path = {
    conditions: ["has_plants", "selected"],
    stages: [
      { title: "Scanner", applies: "selected" },
      { title: "Plants", applies: "has_plants" },
    ],
  } as unknown as Path;
  expect(markable({ conditions: ["has_plants"] } as unknown as Crossing, path)).toEqual([{ condition: "selected", stages: ["Scanner"] }]);
});

test("of the parts those that are stopped stand first, those that are settled last", () => {
  const card = (state: string) => ({ id: state, state }) as Card;
  expect(urgent(["released", "waiting", "held", "expected"].map(card)).map((c) => c.state)).toEqual([
    "held",
    "waiting",
    "expected",
    "released",
  ]);
});
