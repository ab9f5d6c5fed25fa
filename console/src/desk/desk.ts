import { stageOf } from "../api/stages";
import type { Traveller } from "../api/subject";
import type { Card, Crossing, Officer, Path, PointPaths, ScannedDocument, StageNow, ZoneProblem } from "../api/types";

type Whose = Pick<Officer, "agency" | "state">;

/** Whether a stage of a file belongs to the officer's agency. */
const isOwn = (stage: StageNow, officer: Whose): boolean => stage.agency === officer.agency && stage.state_code === officer.state;

/** The officer's own stage that can be done now: what is begun before what is ready. */
export function ownStage(crossing: Crossing, officer: Whose): StageNow | undefined {
  const own = crossing.path.filter((s) => isOwn(s, officer));
  // What may be done but need not is no reason to keep the file.
  return own.find((s) => s.state === "in_progress") ?? own.find((s) => s.state === "ready" && s.mandatory);
}

/** The stage whose commands the desk shows: the one to do now, else one that the officer's agency holds up. */
export const shownStage = (crossing: Crossing, officer: Whose): StageNow | undefined =>
  ownStage(crossing, officer) ?? crossing.path.find((s) => isOwn(s, officer) && (s.state === "held" || s.state === "referred"));

/** A crossing that waits for the officer's agency, and since when. */
export interface Waiting {
  card: Card;
  /** The officer has begun it and put it away. */
  mine: boolean;
  stage: string;
  since: number;
  due: number | undefined;
}

/** What waits at a stage of the officer's agency and no colleague has begun: the officer's own first, then the longest waiting. */
export function queue(cards: readonly Card[], paths: PointPaths | undefined, officer: Whose & Pick<Officer, "id">): Waiting[] {
  const found: Waiting[] = [];
  for (const card of cards) {
    if (card.disclosure !== "content" || card.state === "held" || !card.arrived_us) continue;
    const owed = new Set(card.owed.map((o) => o.stage));
    const lane = card.lanes.find((id) => {
      const stage = stageOf(paths, card, id);
      return stage?.agency === officer.agency && stage.state === officer.state && owed.has(id);
    });
    if (!lane) continue;
    const { holder } = card;
    const mine = holder?.officer === officer.id;
    if (!mine && holder?.officer && holder.agency === officer.agency) continue;
    const holds = holder?.stage === lane;
    // Which of several stages waits for the other's answer the card does not say; it is not the one that is worked at.
    if (!mine && card.state === "referred" && !holds) continue;
    const stage = stageOf(paths, card, lane);
    found.push({
      card,
      mine,
      stage: stage?.title ?? lane,
      // Where the lane is not the first that waits, the card does not say since when; then it is since the arrival at the latest.
      since: (holds ? card.holder_since_us : undefined) ?? card.arrived_us,
      due: (holds ? card.due_us : undefined) ?? undefined,
    });
  }
  return found.sort((a, b) => Number(b.mine) - Number(a.mine) || a.since - b.since);
}

/** Procedures under which a person with a document can be opened; those in which the officer has a stage first. */
export function personPaths(paths: readonly Path[], officer: Whose): Path[] {
  const own = (p: Path) => Number(!p.stages.some((s) => s.agency === officer.agency && s.state === officer.state));
  return paths.filter((p) => p.subject === "traveller" || p.subject === "person_on_foot").sort((a, b) => own(a) - own(b));
}

/** Whether a document whose expiry is known as far as this, `YYYY-MM-DD` or less, had expired by a day. */
export function expired(expiry: string | undefined, today: string): boolean {
  return Boolean(expiry) && (expiry ?? "") < today.slice(0, expiry?.length);
}

/** The traveller as the document says. */
export const travellerOf = (d: ScannedDocument): Traveller => ({
  surname: d.surname ?? "",
  given: d.given_names ?? "",
  birth: d.birth_date ?? "",
  sex: d.sex ?? "",
  nationality: d.nationality ?? "",
  document: { kind: d.document_code ?? "", number: d.document_number ?? "", issuer: d.issuing_state ?? "", expires: d.expiry_date ?? "" },
});

/** Columns of a line, from 0, that problems are about. */
export function marked(problems: readonly ZoneProblem[], line: number): number[] {
  return problems
    .filter((p) => p.line === line + 1 && p.code !== "blank" && p.code !== "names-truncated")
    .flatMap((p) => Array.from({ length: p.code === "line-length" ? 1 : Math.max(1, p.found.length) }, (_, i) => p.column - 1 + i));
}

/** Cuts a line into runs that are marked or not. */
export function runs(line: string, columns: readonly number[]): { text: string; mark: boolean; at: number }[] {
  const all: { text: string; mark: boolean; at: number }[] = [];
  [...line].forEach((c, at) => {
    const mark = columns.includes(at);
    const last = all.at(-1);
    if (last && last.mark === mark) last.text += c;
    else all.push({ text: c, mark, at });
  });
  return all;
}
