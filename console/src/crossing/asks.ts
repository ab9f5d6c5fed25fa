import type { CommandOffer, Crossing, Framework, Ground, Officer, Path } from "../api/types";

/** What a command may have to be told, in the order a form asks. `until` is the length of a hold, in seconds. */
export const ASKS = ["ground", "until", "to", "verdict", "agreement", "condition", "topic", "reason", "text", "note"] as const;
export type Ask = (typeof ASKS)[number];

export interface Asked {
  ask: Ask;
  required: boolean;
}

/** What else may be said with a command, though nothing is missing without it. */
const EXTRAS: Record<string, readonly Ask[]> = { hold: ["until"], finding: ["text"] };

/** What a form for an offer asks; empty when the command can be sent as it is. */
export function asksOf(offer: CommandOffer): Asked[] {
  const extras = EXTRAS[offer.command] ?? [];
  return ASKS.filter((a) => offer.needs.includes(a) || extras.includes(a)).map((ask) => ({ ask, required: offer.needs.includes(ask) }));
}

export type Said = Partial<Record<Ask, string>>;

/** Whether a question must be answered, as far as the form is filled in: an objection is stated in words. */
export const isNeeded = ({ ask, required }: Asked, said: Said): boolean => required || (ask === "text" && said.verdict === "objection");

/** Which answers are still missing. */
export const missing = (asks: readonly Asked[], said: Said): Ask[] =>
  asks.filter((a) => isNeeded(a, said) && !said[a.ask]?.trim()).map((a) => a.ask);

/** The legal grounds that an officer may hold or refuse on: those of the agency's functions, of the officer's state. */
export function groundsFor(command: string, framework: Framework | undefined, officer: Pick<Officer, "agency" | "state">): Ground[] {
  const functions = framework?.agencies.find((a) => a.id === officer.agency)?.functions ?? [];
  const all = (command === "hold" ? framework?.hold_grounds : framework?.refusal_grounds) ?? [];
  return all.filter((g) => functions.includes(g.function) && (!g.state || g.state === officer.state));
}

/** Lengths of a hold that are offered beside the longest one. Seconds. */
const LENGTHS_S = [30 * 60, 3_600, 4 * 3_600, 12 * 3_600, 24 * 3_600, 3 * 86_400, 7 * 86_400];

export const holdLengths = (max_s: number | null | undefined): number[] => LENGTHS_S.filter((s) => s < (max_s ?? 0));

const FINISHED = ["passed", "waived", "joint", "refused"];

/** The stages that can be asked: controls other than the one that asks. Those still to come first, those that do not apply last. */
export function referable(crossing: Crossing, stage: string | null | undefined) {
  const rank = (state: string) => (state === "not_applicable" ? 2 : Number(FINISHED.includes(state)));
  return crossing.path.filter((s) => s.kind === "control" && s.stage !== stage).sort((a, b) => rank(a.state) - rank(b.state));
}

/** The conditions that can still be stated, each with the stages that would then apply. */
export function markable(crossing: Crossing, path: Path | undefined): { condition: string; stages: string[] }[] {
  return (path?.conditions ?? [])
    .filter((condition) => !crossing.conditions.includes(condition))
    .map((condition) => ({
      condition,
      stages: (path?.stages ?? []).filter((s) => s.applies === condition).map((s) => s.title),
    }));
}
