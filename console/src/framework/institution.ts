import type { Body } from "../api/types";

/** A body and those under it. */
export interface Branch {
  body: Body;
  under: Branch[];
}

/** The levels of the chain, from the top. */
export const LEVELS = ["national", "secretariat", "point", "joc"] as const;

/** The bodies as trees: under each body those that name it as their parent. A body whose parent is not there, or is under it, stands by itself. */
export function trees(bodies: readonly Body[]): Branch[] {
  const by = new Map(bodies.map((b) => [b.id, b]));
  const parent = (b: Body): Body | undefined => (b.parent && b.parent !== b.id ? by.get(b.parent) : undefined);
  const inCircle = (b: Body): boolean => {
    const seen = new Set<string>();
    for (let up = parent(b); up; up = parent(up)) {
      if (up.id === b.id) return true;
      if (seen.has(up.id)) return false;
      seen.add(up.id);
    }
    return false;
  };
  const grow = (body: Body, above: ReadonlySet<string>): Branch => {
    const path = new Set([...above, body.id]);
    return { body, under: bodies.filter((b) => parent(b)?.id === body.id && !path.has(b.id)).map((b) => grow(b, path)) };
  };
  const roots = bodies.filter((b) => !parent(b));
  // Of a circle the first body stands for the whole.
  const circle = bodies.find(inCircle);
  return [...roots, ...(circle ? [circle] : [])].map((b) => grow(b, new Set()));
}

/** Levels of the chain that have no body: what a country would have to make first. */
export const missing = (bodies: readonly Body[]): string[] => LEVELS.filter((l) => !bodies.some((b) => b.level === l));

/** How many things about a body nobody has established: fields, members, functions. */
export function doubts(body: Body): number {
  const own = body.origin.unestablished ? 1 : body.origin.unverified.length;
  const members = body.members.filter((m) => m.unestablished).length;
  const functions = body.functions.filter((f) => f.origin.unestablished || f.origin.unverified.length > 0).length;
  return own + members + functions;
}

/** Whether a body is the lowest of a tree: the desks come under the lowest body of the points. */
export const isLowest = (branch: Branch): boolean => branch.under.length === 0;
