import { expect, test } from "vitest";
import type { Framework, Vocabulary } from "../api/types";
import { presets } from "./presets";
import { question } from "./question";

const agency = (id: string, state: string, ...functions: string[]) => ({ id, name: id, short: id, state, functions });
const point = (id: string, oneStop: boolean) => ({
  ...{ id, name: id, environment: "land", status: "open", one_stop: oneStop, neighbour: "TWO", neighbour_point: id, agreement: null },
  ...{ position: [0, 0], time_zone: "UTC", lead: "TOLL", deputy: null },
});
const desk = (agency: string, at: string | null) => ({ id: `${at}.${agency}`, name: agency, agency, point: at });

const framework: Framework = {
  ...{ id: "one", name: "One", state: "ONE", version: "1", time_zone: "UTC", languages: ["en"], hold_grounds: [], refusal_grounds: [] },
  agencies: [
    agency("TOLL", "ONE", "customs"),
    agency("PASS", "ONE", "immigration"),
    agency("EARS", "ONE", "intelligence"),
    agency("THEIRS", "TWO", "customs"),
  ],
  points: [point("airfield", false), point("bridge", true)],
};
const vocabulary: Vocabulary = {
  ...{ kinds: ["crossing", "remark"], topics: [], actions: [], roles: [], tlp: [], levels: [], states: ["ONE", "TWO"] },
  purposes: ["audit", "border_control", "customs", "oversight"],
  desks: [
    desk("PASS", "airfield"),
    desk("TOLL", "bridge"),
    desk("PASS", "bridge"),
    desk("EARS", "bridge"),
    desk("THEIRS", "bridge"),
    desk("PASS", null),
  ],
};

test("a partner's officer at a shared post is asked about with what the framework has", () => {
  const found = presets(framework, vocabulary).find((p) => p.id === "partner_intelligence")?.search;
  expect(found).toMatchObject({
    agency: "THEIRS",
    at: "bridge",
    purposes: "customs",
    kind: "remark",
    topic: "intelligence",
    owner: "EARS",
    where: "bridge",
  });
});

test("an officer of another point asks about the crossing of this one", () => {
  const found = presets(framework, vocabulary).find((p) => p.id === "other_point")?.search;
  expect(found).toMatchObject({ agency: "PASS", at: "airfield", where: "bridge", owner: "TOLL" });
});

test("every example is a complete question, with purposes that are known", () => {
  for (const { id, search } of presets(framework, vocabulary)) {
    expect(question(search), id).toBeDefined();
    expect(vocabulary.purposes, id).toContain(search.purposes);
  }
});

test("a country without shared posts is not asked about partners, and one without points about nothing", () => {
  const alone = { ...framework, points: framework.points.map((p) => ({ ...p, one_stop: false })) };
  const desks = vocabulary.desks.filter((d) => d.agency !== "THEIRS");
  expect(presets(alone, { ...vocabulary, desks }).filter((p) => p.id.startsWith("partner"))).toEqual([]);
  expect(presets({ ...framework, points: [] }, vocabulary)).toEqual([]);
});
