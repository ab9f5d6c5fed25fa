import type { Card, PointPaths, Stage } from "./types";

/** The stage of a card's procedure that has this id, as it runs at the card's point. */
export function stageOf(paths: PointPaths | undefined, card: Card, stage: string | null | undefined): Stage | undefined {
  const path = paths?.paths.find((p) => p.procedure === card.procedure && p.direction === card.direction);
  return path?.stages.find((s) => s.id === stage);
}
