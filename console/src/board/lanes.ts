import type { Board, Card, Officer, Path, PointPaths, Stage } from "../api/types";

/** The search parameter that names a procedure in one direction. */
export const pathId = (p: { procedure?: string | null; direction?: string | null }): string => `${p.procedure}:${p.direction}`;

/** One tab of the board: everything of one kind, in both directions. */
export interface Kind {
  subject: string;
  paths: Path[];
  count: number;
}

/** How many crossings each procedure has, by `pathId`; where they are only known to exist, how many wait at its stages. */
export function counts({ cards, lanes }: Pick<Board, "cards" | "lanes">): Map<string, number> {
  const found = new Map<string, number>();
  const add = (of: Parameters<typeof pathId>[0], count: number) => found.set(pathId(of), (found.get(pathId(of)) ?? 0) + count);
  const known = cards.filter((c) => c.disclosure !== "exists");
  for (const card of known) add(card, 1);
  if (known.length === 0) for (const lane of lanes) add(lane, lane.count);
  return found;
}

/** The procedures of a point by what crosses, in the order of the framework. */
export function kinds(paths: PointPaths, count: ReadonlyMap<string, number>): Kind[] {
  const found = new Map<string, Kind>();
  for (const path of paths.paths) {
    const kind = found.get(path.subject) ?? { subject: path.subject, paths: [], count: 0 };
    kind.paths.push(path);
    kind.count += count.get(pathId(path)) ?? 0;
    found.set(path.subject, kind);
  }
  return [...found.values()];
}

/** The procedure to show: the one that was asked for, else the one with most crossings, where the officer's agency has work if it has any. */
export function chosen(
  paths: PointPaths,
  wanted: string | undefined,
  count: ReadonlyMap<string, number>,
  agency: string,
): Path | undefined {
  const asked = paths.paths.find((p) => pathId(p) === wanted);
  if (asked) return asked;
  const of = (p: Path) => count.get(pathId(p)) ?? 0;
  const own = paths.paths.filter((p) => p.stages.some((s) => s.agency === agency) && of(p) > 0);
  return [...(own.length > 0 ? own : paths.paths)].sort((a, b) => of(b) - of(a))[0];
}

/** The path of another kind that is most like this one: in the same direction, where there is one. */
export const sibling = (kind: Kind, direction: string | undefined): Path | undefined =>
  kind.paths.find((p) => p.direction === direction) ?? kind.paths[0];

export const WHOSE = ["all", "agency", "mine"] as const;
export type Whose = (typeof WHOSE)[number];

/** Whether a card is somebody's at a stage. */
export function belongs(card: Card, stage: Stage, who: Whose, officer: Pick<Officer, "id" | "agency">): boolean {
  if (who === "mine") return card.holder?.officer === officer.id && card.holder.stage === stage.id;
  return who === "all" || stage.agency === officer.agency;
}

/** One lane of a board. */
export interface LaneOf {
  stage: Stage;
  cards: Card[];
  /** Of everybody the server's figures, which count what was not fetched too; of fewer, those of the cards. */
  count: number;
  oldest_us: number | undefined;
  past: number;
}

/**
 * The lanes of a procedure, each with its cards in the order of the board: the longest wait first. A crossing stands in every lane it waits at. Of one's own
 * work only the lanes of one's agency are shown.
 */
export function lanesOf(board: Board, path: Path, who: Whose, officer: Pick<Officer, "id" | "agency">): LaneOf[] {
  const id = pathId(path);
  const by = new Map<string, Card[]>(path.stages.map((s) => [s.id, []]));
  const stages = new Map(path.stages.map((s) => [s.id, s]));
  for (const card of board.cards) {
    if (pathId(card) !== id) continue;
    for (const lane of card.lanes) {
      const stage = stages.get(lane);
      if (stage && belongs(card, stage, who, officer)) by.get(lane)?.push(card);
    }
  }
  return path.stages
    .filter((s) => who === "all" || s.agency === officer.agency)
    .map((stage) => {
      const cards = by.get(stage.id) ?? [];
      const whole = who === "all" ? board.lanes.find((l) => l.stage === stage.id && pathId(l) === id) : undefined;
      const held = cards.filter((c) => c.holder?.stage === stage.id);
      const waits = held.flatMap((c) => (c.holder_since_us ? [c.holder_since_us] : []));
      return {
        stage,
        cards,
        count: whole?.count ?? cards.length,
        oldest_us: whole?.oldest_us ?? (waits.length > 0 ? Math.min(...waits) : undefined),
        past: whole?.past_target ?? held.filter((c) => c.due_us && c.due_us < board.as_of_us).length,
      };
    });
}

/** The agencies that hold files of which only the existence is disclosed. */
export const existing = (cards: readonly Card[]): string[] => [
  ...new Set(cards.filter((c) => c.disclosure === "exists").map((c) => c.agency ?? "")),
];
