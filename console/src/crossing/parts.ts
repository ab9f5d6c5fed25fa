import type { Card } from "../api/types";

/** States of those that somebody has to see to, the most pressing first. */
const PRESSING = ["refused", "held", "referred", "in_control", "waiting", "expected"];

/** The most pressing first; what is settled last. */
export function urgent(cards: readonly Card[]): Card[] {
  const rank = (c: Card) => (PRESSING.indexOf(c.state ?? "") + PRESSING.length + 1) % (PRESSING.length + 1);
  return [...cards].sort((a, b) => rank(a) - rank(b));
}
