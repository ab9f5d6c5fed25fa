import { beforeAll, expect, test } from "vitest";
import type { Officer } from "../api/types";
import { use } from "../i18n";
import { en } from "../i18n/en";
import { grouped } from "./DemoOfficers";

beforeAll(() => use("en", en));

const officer = (id: string, point: string, agency: string): Officer => ({
  id,
  name: id,
  agency,
  agency_name: agency,
  state: "UTO",
  desk: "",
  desk_name: "",
  point,
  roles: [],
  purposes: [],
});
const all = [officer("a", "", "CUS"), officer("b", "bridge", "CUS"), officer("c", "bridge", "IMM"), officer("d", "haven", "CUS")];

test("officers stand by their point, national desks last", () => {
  expect(grouped(all, "").map(([point, here]) => [point, here.length])).toEqual([
    ["bridge", 2],
    ["haven", 1],
    ["", 1],
  ]);
});

test("every word that is looked for must be found", () => {
  expect(grouped(all, "bridge imm").flatMap(([, here]) => here.map((o) => o.id))).toEqual(["c"]);
  expect(grouped(all, "nowhere")).toEqual([]);
});
