import type { Problem } from "../api/problem";
import type { Subject } from "../api/subject";
import type { Key } from "../i18n";

/** One thing to fill in. `name` is where it goes in the subject, with a dot where it goes deeper. */
export interface Spec {
  name: string;
  label: Key;
  /** Without it the crossing has no name on the board. */
  required?: true;
  type?: "list" | "goods" | "number" | "date" | "moment" | "code";
  /** Words to choose from: the group of the catalogue and its members. */
  choice?: { group: string; ids: readonly string[] };
}

/** A part that is filled in as often as there are people, goods or consignments. */
export interface Rows {
  name: string;
  title: Key;
  one: Key;
  specs: readonly Spec[];
}

export interface Kind {
  specs: readonly Spec[];
  rows: readonly Rows[];
}

const PERSON: readonly Spec[] = [
  { name: "surname", label: "data.surname", required: true },
  { name: "given", label: "data.given" },
  { name: "birth", label: "data.birth", type: "date" },
  { name: "sex", label: "data.sex", choice: { group: "sex", ids: ["F", "M", "X"] } },
  { name: "nationality", label: "data.nationality", type: "code" },
  { name: "document.kind", label: "open.document.kind", choice: { group: "document", ids: ["P", "I", "V", "AC"] } },
  { name: "document.number", label: "open.document.number", type: "code" },
  { name: "document.issuer", label: "data.issuer", type: "code" },
  { name: "document.expires", label: "data.expires", type: "date" },
];
/** Nobody on board has to be named. */
const ABOARD: readonly Spec[] = PERSON.map(({ required: _, ...spec }) => spec);
const ROLE: Spec = { name: "role", label: "data.role", choice: { group: "person", ids: ["driver", "crew", "passenger"] } };
const CONTAINERS: Spec = { name: "containers", label: "data.containers", type: "list" };
const GOODS: Rows = {
  name: "goods",
  title: "open.goods",
  one: "open.good",
  specs: [
    { name: "text", label: "data.text" },
    { name: "hs", label: "data.hs" },
  ],
};
const person: Kind = { specs: PERSON, rows: [] };
const vehicle: Kind = {
  specs: [
    { name: "plate", label: "data.plate", required: true, type: "code" },
    { name: "trailer", label: "data.trailer", type: "code" },
    { name: "company", label: "data.company" },
    { name: "declaration", label: "data.declaration" },
    CONTAINERS,
  ],
  rows: [{ name: "people", title: "open.people", one: "open.person", specs: [...ABOARD, ROLE] }, GOODS],
};

/** What is asked for each kind of subject that a procedure may have. */
export const KINDS: Record<Subject["kind"], Kind> = {
  traveller: { specs: [...PERSON, { name: "seat", label: "data.seat" }], rows: [] },
  person_on_foot: person,
  flight: {
    specs: [
      { name: "carrier", label: "data.carrier", type: "code" },
      { name: "number", label: "data.number", required: true, type: "code" },
      { name: "origin", label: "data.origin" },
      { name: "destination", label: "data.destination" },
      { name: "scheduled", label: "data.scheduled", type: "moment" },
    ],
    rows: [],
  },
  truck: vehicle,
  bus: vehicle,
  car: { ...vehicle, specs: vehicle.specs.filter((s) => s.name === "plate" || s.name === "declaration") },
  vessel: {
    specs: [
      { name: "name", label: "data.name", required: true },
      { name: "imo", label: "data.imo" },
      { name: "flag", label: "data.flag", type: "code" },
      { name: "last_port", label: "data.last_port" },
      { name: "passengers", label: "data.passengers", type: "number" },
    ],
    rows: [
      { name: "crew", title: "open.crew", one: "open.person", specs: ABOARD },
      {
        name: "consignments",
        title: "open.consignments",
        one: "open.consignment",
        specs: [
          { name: "declaration", label: "data.declaration" },
          { name: "company", label: "data.company" },
          { name: "goods", label: "data.goods", type: "goods" },
          CONTAINERS,
        ],
      },
    ],
  },
  consignment: {
    specs: [{ name: "declaration", label: "data.declaration", required: true }, { name: "company", label: "data.company" }, CONTAINERS],
    rows: [GOODS],
  },
};

export const isKind = (word: string): word is Subject["kind"] => word in KINDS;

export type Values = Readonly<Record<string, string>>;
/** What has been filled in so far. A row keeps its key, so that removing one above it does not move what is being typed. */
export interface Draft {
  values: Values;
  rows: Readonly<Record<string, readonly { key: string; values: Values }[]>>;
}
export const EMPTY: Draft = { values: {}, rows: {} };

const listOf = (text: string): string[] =>
  text
    .split(/[,;\n]/)
    .map((item) => item.trim())
    .filter(Boolean);

type Made = { [name: string]: string | number | string[] | Made | Made[] };

function made(specs: readonly Spec[], values: Values): Made {
  const out: Made = {};
  for (const spec of specs) {
    const text = (values[spec.name] ?? "").trim();
    if (!text) continue;
    const value = inApi(spec, text);
    const [first = "", second] = spec.name.split(".");
    if (second === undefined) out[first] = value;
    else out[first] = { ...(out[first] as Made | undefined), [second]: value };
  }
  return out;
}

function inApi(spec: Spec, text: string): Made[string] {
  if (spec.type === "list") return listOf(text);
  if (spec.type === "goods") return listOf(text).map((item) => ({ text: item }));
  if (spec.type === "number") return Number(text);
  return spec.type === "code" ? text.toUpperCase() : text;
}

/** The subject that the draft describes; rows in which nothing stands are left out. */
export function subjectOf(kind: Subject["kind"], draft: Draft): Subject {
  const { specs, rows } = KINDS[kind];
  const subject: Made = { kind, ...made(specs, draft.values) };
  for (const group of rows) {
    const filled = (draft.rows[group.name] ?? []).map((row) => made(group.specs, row.values)).filter((row) => Object.keys(row).length > 0);
    if (filled.length > 0) subject[group.name] = filled;
  }
  return subject as unknown as Subject;
}

/** Where in the form: a field, or one of a row. */
export const placeOf = (name: string, group?: string, key?: string): string => (group ? `${group}.${key}.${name}` : name);

/** Dates of which parts may be unknown, as the API takes them. */
const DATE = /^\d{4}-(0[1-9]|1[0-2]|XX)-(0[1-9]|[12]\d|3[01]|XX)$/i;

/** What the server would take but could not use: field by field, the message that says so. */
export function wrong(kind: Subject["kind"], draft: Draft): Map<string, Key> {
  const found = new Map<string, Key>();
  const check = (specs: readonly Spec[], values: Values, at: (name: string) => string) => {
    for (const { name, type } of specs) {
      const text = (values[name] ?? "").trim();
      if (type === "date" && text && !DATE.test(text)) found.set(at(name), "open.date");
      if (type === "number" && text && !/^\d{1,6}$/.test(text)) found.set(at(name), "open.number");
    }
  };
  check(KINDS[kind].specs, draft.values, (name) => name);
  for (const group of KINDS[kind].rows) {
    for (const row of draft.rows[group.name] ?? []) check(group.specs, row.values, (name) => placeOf(name, group.name, row.key));
  }
  return found;
}

/** The server's bounds on one field. Bytes. */
const MAX_BYTES = 200;
const breaks = (text: string): boolean => new TextEncoder().encode(text).length > MAX_BYTES || /\p{Cc}/u.test(text);

/** The place in the form that the server's problem is about; it names fields but not rows, so the first row that breaks the rule is meant. */
export function placed(kind: Subject["kind"], draft: Draft, problem: Problem): string | undefined {
  const field = typeof problem.fields.field === "string" ? problem.fields.field : "";
  if (!field) return undefined;
  const { specs, rows } = KINDS[kind];
  if (specs.some((s) => s.name === field)) return field;
  for (const group of rows) {
    const name = field.startsWith(`${group.name}.`) ? field.slice(group.name.length + 1) : field;
    const known = group.specs.find((s) => s.name === name || field.startsWith(`${s.name}.`));
    if (!known) continue;
    const of = draft.rows[group.name] ?? [];
    const row = of.find((r) => breaks(r.values[known.name] ?? "")) ?? of[0];
    if (row) return placeOf(known.name, group.name, row.key);
  }
  return undefined;
}
