import { expect, test } from "vitest";
import { Problem } from "../api/problem";
import { type Draft, placed, subjectOf, wrong } from "./form";

const truck: Draft = {
  values: { plate: " kca 123x ", containers: "MSKU1234565, , TGHU7654321", declaration: "" },
  rows: {
    people: [
      { key: "a", values: { surname: "ERIKSSON", "document.number": "l898902c3", "document.issuer": "uto" } },
      { key: "b", values: { surname: "  " } },
    ],
    goods: [{ key: "c", values: { text: "tea" } }],
  },
};

test("a draft becomes the subject that the API takes, without what is empty", () => {
  expect(subjectOf("truck", truck)).toEqual({
    kind: "truck",
    plate: "KCA 123X",
    containers: ["MSKU1234565", "TGHU7654321"],
    people: [{ surname: "ERIKSSON", document: { number: "L898902C3", issuer: "UTO" } }],
    goods: [{ text: "tea" }],
  });
});

test("goods of a vessel's consignment are a list of words, and passengers a number", () => {
  const draft: Draft = {
    values: { name: "MV UTOPIA", passengers: "12" },
    rows: { consignments: [{ key: "a", values: { goods: "tea, salt" } }] },
  };
  expect(subjectOf("vessel", draft)).toEqual({
    kind: "vessel",
    name: "MV UTOPIA",
    passengers: 12,
    consignments: [{ goods: [{ text: "tea" }, { text: "salt" }] }],
  });
});

test("dates may leave parts open, and nothing else is a date", () => {
  const at = (birth: string) => wrong("person_on_foot", { values: { birth }, rows: {} }).size;
  expect(["1974-08-12", "1974-XX-XX", ""].map(at)).toEqual([0, 0, 0]);
  expect(["12.8.1974", "1974-13-01", "740812"].map(at)).toEqual([1, 1, 1]);
});

test("a problem is shown at the field it names, in the row that breaks the rule", () => {
  const problem = (field: string) => new Problem({ code: "field_too_long", fields: { field } });
  expect(placed("truck", truck, problem("plate"))).toBe("plate");
  const long: Draft = {
    ...truck,
    rows: { ...truck.rows, people: [...(truck.rows.people ?? []), { key: "z", values: { given: "x".repeat(201) } }] },
  };
  expect(placed("truck", long, problem("given"))).toBe("people.z.given");
  expect(placed("truck", truck, problem("goods.text"))).toBe("goods.c.text");
  expect(placed("truck", truck, problem("crew"))).toBeUndefined();
  expect(placed("truck", truck, new Problem({ code: "busy" }))).toBeUndefined();
});
