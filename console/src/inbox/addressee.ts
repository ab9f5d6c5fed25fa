import type { Party, Vocabulary } from "../api/types";

/** How an addressee is named: an agency or a role at a place, or a desk there. */
export const HOWS = ["agency", "desk", "role"] as const;
export type How = (typeof HOWS)[number];

/** Whom an officer is about to address. An empty place is the national level. */
export interface Addressee {
  how: How;
  point: string;
  id: string;
}

type Desks = Vocabulary["desks"];

const at = (point: string) => (d: Desks[number]) => (d.point ?? "") === point;

/** The agencies that have a desk at a place: only they can be asked there. */
export const agenciesAt = (desks: Desks, point: string): string[] => [...new Set(desks.filter(at(point)).map((d) => d.agency))];

export const desksAt = (desks: Desks, point: string): Desks => desks.filter(at(point));

/** The addressee as the server takes it; nothing as long as nobody is named. */
export function partyOf({ how, point, id }: Addressee): Party | undefined {
  if (id === "") return undefined;
  if (how === "desk") return { desk: id };
  return how === "agency" ? { agency: id, point } : { role: id, point };
}

/** The addressee after the place or the way of naming changed: whoever is not there is no longer meant. */
export function moved(to: Addressee, change: Partial<Addressee>, desks: Desks): Addressee {
  const next = { ...to, ...change };
  if (next.how !== to.how) return { ...next, id: "" };
  const there =
    next.how === "role" ||
    (next.how === "agency" ? agenciesAt(desks, next.point) : desksAt(desks, next.point).map((d) => d.id)).includes(next.id);
  return there ? next : { ...next, id: "" };
}
