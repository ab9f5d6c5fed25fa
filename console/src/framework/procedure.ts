import type { Path, Stage } from "../api/types";
import type { Placed } from "../crossing/layout";

/** A procedure and the directions it runs in at a point. */
export interface Choice {
  procedure: string;
  title: string;
  subject: string;
  directions: Path[];
}

/** The procedures of a point, each once. */
export function choices(paths: readonly Path[]): Choice[] {
  const found = new Map<string, Choice>();
  for (const path of paths) {
    const known = found.get(path.procedure);
    if (known) known.directions.push(path);
    else found.set(path.procedure, { procedure: path.procedure, title: path.title, subject: path.subject, directions: [path] });
  }
  return [...found.values()];
}

export const pathId = (p: Path): string => `${p.procedure}:${p.direction}`;

/** The path that an address names; where it names only the procedure, or a direction that the procedure does not have, its first. */
export function chosenPath(paths: readonly Path[], id: string | undefined): Path | undefined {
  const [procedure, direction] = (id ?? "").split(":");
  const alike = paths.filter((p) => p.procedure === procedure);
  return alike.find((p) => p.direction === direction) ?? alike[0] ?? paths[0];
}

export interface Drawn extends Placed {
  of: Stage;
}

/** The stages as the drawing takes them: what applies only under a condition that does not hold is left out. */
export function drawn(path: Path, without: ReadonlySet<string>): Drawn[] {
  const applies = (s: Stage) => !s.applies || !without.has(s.applies);
  return path.stages.map((s) => ({ stage: s.id, after: s.after, state: applies(s) ? "pending" : "not_applicable", of: s }));
}

/** How long the longest way through the stages takes that always have to be done. Seconds. */
export function least(path: Path): number {
  const by = new Map(path.stages.map((s) => [s.id, s]));
  const known = new Map<string, number>();
  const until = (id: string, under: ReadonlySet<string>): number => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const stage = by.get(id);
    if (!stage || under.has(id)) return 0;
    const before = Math.max(0, ...stage.after.map((a) => until(a, new Set([...under, id]))));
    const took = before + (stage.mandatory && !stage.applies ? stage.expected_s : 0);
    known.set(id, took);
    return took;
  };
  return Math.max(0, ...path.stages.map((s) => until(s.id, new Set())));
}

/** Whose stages they are: agencies and states, in the order of the way. */
export function owners(path: Path): { agencies: string[]; states: string[] } {
  return { agencies: [...new Set(path.stages.map((s) => s.agency))], states: [...new Set(path.stages.map((s) => s.state))] };
}
