import type { Post, PostAgency, PostCard, Shift } from "../api/types";

export interface PostSearch {
  /** A shift that is over, in place of the one that runs. */
  shift?: string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

export const postSearch = (s: Record<string, unknown>): PostSearch => ({ shift: text(s.shift) });

/** What officers do in a dialog; coming and leaving take one press. */
export const STEPS = ["come_other", "outage", "restore", "hand_over", "take_over", "report"] as const;
export type Step = (typeof STEPS)[number];

export const BROKEN = ["link", "system", "equipment", "power", "other"] as const;

/** Those of whom too few are there first, the longest missing first of all; then those who are needed, then the others. */
export function byUrgency(agencies: readonly PostAgency[]): PostAgency[] {
  const rank = (a: PostAgency) => (a.missing_since_us ? 0 : a.least > 0 ? 1 : 2);
  return [...agencies].sort(
    (a, b) =>
      rank(a) - rank(b) || (a.missing_since_us ?? 0) - (b.missing_since_us ?? 0) || b.waiting - a.waiting || (a.agency < b.agency ? -1 : 1),
  );
}

export const missing = (shift: Shift): number => shift.agencies.filter((a) => a.missing_since_us).length;
export const broken = (shift: Shift) => shift.outages.filter((o) => !o.restored_us);

/** A place for each officer who is needed, and for each who is there beyond that. */
export function places(agency: PostAgency): boolean[] {
  const MOST = 12;
  const count = Math.min(Math.max(agency.least, agency.here), MOST);
  return Array.from({ length: count }, (_, i) => i < agency.here);
}

/** Where an agency's hand-over stands. */
export type Signed = "nothing" | "handed" | "taken";
export const signed = (agency: PostAgency): Signed => (agency.hand_over ? (agency.hand_over.taken_by ? "taken" : "handed") : "nothing");

/** Posts that need somebody first: the longest absence, then what does not work, then those that nobody has come to. */
export function postsByUrgency(posts: readonly PostCard[]): PostCard[] {
  const since = (p: PostCard) => p.missing[0]?.since_us ?? Number.POSITIVE_INFINITY;
  const began = (p: PostCard) => (p.shift ? 0 : 1);
  return [...posts].sort(
    (a, b) =>
      began(a) - began(b) ||
      b.missing.length - a.missing.length ||
      b.outages - a.outages ||
      since(a) - since(b) ||
      (a.point < b.point ? -1 : 1),
  );
}

/** What may be done now, on the shift that runs and on the one before it. */
export const may = (post: Post, step: string): boolean => post.shift?.commands.includes(step) ?? (step === "come" && post.planned.may_come);
