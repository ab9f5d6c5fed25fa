import type { Card } from "../api/types";

export type Part = "expected" | "present" | "refused" | "settled";
export const PARTS: readonly Part[] = ["expected", "present", "refused", "settled"];

/** Where a crossing is, by the words that a flight counts its people in. */
export function partOf(state: string | null | undefined): Part {
  if (state === "expected" || state === "refused") return state;
  return state === "released" || state === "readmitted" || state === "cancelled" ? "settled" : "present";
}

export const isOver = (card: Card): boolean => partOf(card.state) === "settled";

/** When a flight is due; when it came, if nobody knew before. Microseconds since 1970, UTC. */
export const dueOf = (card: Card): number => card.expected_us ?? card.arrived_us ?? 0;

/** What goes on and what comes next in the order of time; then what is over, the latest first. */
export function ordered(flights: readonly Card[]): Card[] {
  return [...flights].sort((a, b) => {
    if (isOver(a) !== isOver(b)) return isOver(a) ? 1 : -1;
    return isOver(a) ? dueOf(b) - dueOf(a) : dueOf(a) - dueOf(b);
  });
}

/** Nationality and document number stand in a card's second line, either of them alone where the list did not say the other. */
export function paperOf(card: Card): { nationality: string; document: string } {
  const [first = "", second] = (card.detail ?? "").split(" · ");
  if (second !== undefined) return { nationality: first, document: second };
  return /^[A-Z]{1,3}$/.test(first) ? { nationality: first, document: "" } : { nationality: "", document: first };
}

export type Order = "name" | "nationality" | "wait";

/** The people of a flight: those in one of the four places, whose name, document or nationality holds every word, in an order. */
export function people(cards: readonly Card[], only: Part | "all", find: string, by: Order): Card[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = cards.filter((c) => {
    if (only !== "all" && partOf(c.state) !== only) return false;
    const text = `${c.label ?? ""} ${c.detail ?? ""}`.toLowerCase();
    return words.every((w) => text.includes(w));
  });
  const name = (a: Card, b: Card) => (a.label ?? "").localeCompare(b.label ?? "");
  if (by === "name") return shown.sort(name);
  if (by === "nationality") return shown.sort((a, b) => paperOf(a).nationality.localeCompare(paperOf(b).nationality) || name(a, b));
  const since = (c: Card) => (partOf(c.state) === "present" || c.state === "refused" ? (c.holder_since_us ?? 0) : Number.MAX_SAFE_INTEGER);
  return shown.sort((a, b) => since(a) - since(b) || name(a, b));
}

/** Which rows of a long list have to be drawn: those on the screen, and some around them so that the tab key finds a next one. */
export function windowOf(scrolled: number, height: number, row: number, count: number): [number, number] {
  const AROUND = 15;
  const first = Math.floor(scrolled / row) - AROUND;
  const last = Math.ceil((scrolled + height) / row) + AROUND;
  return [Math.max(0, Math.min(first, count)), Math.max(0, Math.min(last, count))];
}
