import type { Officer, RequestCard, RequestView } from "../api/types";
import type { Tone } from "../design/Chip";
import type { IconName } from "../design/Icon";

/** Whose requests: those that were asked of us, those by us, and those whose answer we were given. */
export const SIDES = ["of", "by", "given"] as const;
export type Side = (typeof SIDES)[number];

export interface RequestsSearch {
  side?: Side;
  /** Those that nobody has to do anything about any more, too. */
  all?: "yes";
  /** The crossing that somebody is to be asked about. */
  ask?: string;
}

export function requestsSearch(s: Record<string, unknown>): RequestsSearch {
  const side = SIDES.find((x) => x === s.side);
  return {
    ...(side ? { side } : {}),
    ...(s.all === "yes" ? { all: "yes" as const } : {}),
    ...(typeof s.ask === "string" && s.ask !== "" ? { ask: s.ask } : {}),
  };
}

export const SUBJECTS = ["person", "document", "vehicle", "vessel", "aircraft", "goods", "organisation", "event"] as const;
export const GROUNDS = [
  "not_held",
  "not_covered",
  "not_authorised",
  "security",
  "investigation",
  "safety",
  "originator",
  "disproportionate",
] as const;
export const OUTCOMES = ["full", "part", "refused"] as const;
export const USES = ["used", "not_used", "doubted"] as const;

/** Roles that ask and answer; the others are not shown the page. */
const ASKING = ["frontline", "supervisor", "joc", "joc_lead", "duty"];
export const asks = (officer: Pick<Officer, "roles">): boolean => officer.roles.some((role) => ASKING.includes(role));

/** How a request stands, by colour and sign; the word is always beside it. */
export const STATES: Record<string, { tone: Tone; icon?: IconName }> = {
  asked: { tone: "info", icon: "clock" },
  answered: { tone: "green", icon: "check" },
  part: { tone: "amber", icon: "check" },
  refused: { tone: "red", icon: "cross" },
  withdrawn: { tone: "outline", icon: "cross" },
};

/** What is done with the whole request, and with one thing that was given. */
export type Step = "answer" | "supplement" | "release" | "withdraw" | "correct" | "recall" | "judge";
export const WHOLE = [
  { step: "answer", icon: "check" },
  { step: "supplement", icon: "plus" },
  { step: "release", icon: "right" },
  { step: "withdraw", icon: "cross" },
] as const satisfies readonly { step: Step; icon: IconName }[];
export const OF_ITEM = [
  { step: "correct", icon: "refresh" },
  { step: "recall", icon: "cross" },
  { step: "judge", icon: "flag" },
] as const satisfies readonly { step: Step; icon: IconName }[];

export const may = (view: RequestView, step: Step): boolean => view.commands.includes(step);

/** Whether the answer is late. */
export const isLate = (card: RequestCard, now: number): boolean => card.state === "asked" && now > card.due_us;
