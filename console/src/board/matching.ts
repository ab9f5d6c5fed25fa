import type { Card } from "../api/types";

/** Crossings that a search shows at most. */
export const MAX_FOUND = 12;

/** Letters and digits only, without accents and case: how plates and names are compared. */
export const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();

/** Cards of the board that hold the text in their name or second line, those that begin with it first; then what the server found beside them. */
export function matching(cards: readonly Card[], found: readonly Card[], text: string): Card[] {
  const wanted = folded(text);
  if (!wanted) return [];
  const readable = (c: Card) => c.disclosure !== "exists";
  const label = (c: Card) => folded(c.label ?? "");
  const own = cards.filter((c) => readable(c) && (label(c).includes(wanted) || folded(c.detail ?? "").includes(wanted)));
  const begins = (c: Card) => Number(!label(c).startsWith(wanted));
  const ids = new Set(own.map((c) => c.id));
  return [...own.sort((a, b) => begins(a) - begins(b)), ...found.filter((c) => readable(c) && !ids.has(c.id))].slice(0, MAX_FOUND);
}
