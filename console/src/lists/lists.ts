import type { EntryRequest, List } from "../api/types";

/** What the address of the page says. */
export interface ListsSearch {
  /** The list that is open. */
  id?: string | undefined;
  /** Its editions instead of its entries. */
  editions?: string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

export const listsSearch = (s: Record<string, unknown>): ListsSearch => ({ id: text(s.id), editions: text(s.editions) });

/** The formats an edition may come in. */
export const FORMATS = ["csv", "ofac-sdn", "un-xml", "eu-csv", "ftm", "opensanctions-csv"] as const;

/** Of the hits that were looked into, the share that was the one listed, 0 to 1; nothing where none was. */
export function precision({ figures }: Pick<List, "figures">): number | undefined {
  const told = figures.confirmed + figures.not_the_one;
  return told === 0 ? undefined : figures.confirmed / told;
}

/** Subjects that are found by a number alone. */
export const isNumbered = (subject: string): boolean => subject === "document" || subject === "vehicle";

/** What is filled in to put something on a list. */
export interface Draft {
  subject: string;
  names: string;
  born: string;
  countries: string;
  documents: string;
  reason: string;
  days: string;
}

/** Several of a kind stand on lines of their own. */
const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** The request that a draft makes. */
export const requestOf = (draft: Draft): EntryRequest => ({
  subject: draft.subject,
  names: isNumbered(draft.subject) ? [] : lines(draft.names),
  born: draft.subject === "person" ? lines(draft.born) : [],
  countries: isNumbered(draft.subject) ? [] : lines(draft.countries),
  documents: lines(draft.documents),
  reason: draft.reason.trim(),
  days: draft.days.trim() === "" ? null : Number(draft.days),
});

/** The field of a draft that still says nothing, or nonsense; the first of them. */
export function missing(draft: Draft, most: number | null | undefined): keyof Draft | undefined {
  const request = requestOf(draft);
  if (!request.subject) return "subject";
  if (isNumbered(draft.subject) ? request.documents?.length === 0 : request.names?.length === 0)
    return isNumbered(draft.subject) ? "documents" : "names";
  if (!request.reason) return "reason";
  const { days } = request;
  if (days !== null && days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= (most ?? days))) return "days";
  return undefined;
}
