import type { Crossing, StageNow } from "../api/types";
import { MICROS } from "../i18n/time";

/** Who has a crossing at a stage, and for how long it may take. Microseconds since 1970, UTC. */
export interface Has {
  stage: StageNow;
  agency: string;
  officer: string | undefined;
  since: number;
  due: number;
}

/** Since when what now goes on at a stage goes on: the hold, the control, or the wait. */
export const sinceOf = (stage: StageNow): number | undefined => stage.hold?.since_us ?? stage.started_us ?? stage.ready_us ?? undefined;

/** Everybody who has the crossing now: those who are at it before those whom it waits for, the longest first. */
export function holders(crossing: Crossing): Has[] {
  const { card, path } = crossing;
  const found = path
    .filter((s) => card.lanes.includes(s.stage) && !s.waits_for)
    .flatMap((stage): Has[] => {
      // The server knows more of one of them: a hand-over that was offered waits for the other state.
      const own = card.holder?.stage === stage.stage ? card.holder : undefined;
      const since = (own && card.holder_since_us) ?? sinceOf(stage);
      if (since === undefined) return [];
      const officer = own?.officer ?? stage.hold?.officer ?? (stage.state === "in_progress" ? stage.officer : undefined) ?? undefined;
      const due = (own && card.due_us) ?? since + stage.target_s * MICROS;
      return [{ stage, agency: own?.agency ?? stage.agency, officer, since, due }];
    });
  return found.sort((a, b) => Number(a.officer === undefined) - Number(b.officer === undefined) || a.since - b.since);
}

const OVER = ["released", "readmitted", "cancelled"];

export const isOver = (crossing: Crossing): boolean => OVER.includes(crossing.card.state ?? "");
