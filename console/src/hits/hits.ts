import type { Hit, HitCommand } from "../api/types";
import type { Tone } from "../design/Chip";
import type { IconName } from "../design/Icon";

/** What the address of the page says. */
export interface HitsSearch {
  /** Anything: those that are over. */
  closed?: string | undefined;
  /** The one that is open beside the list. */
  id?: string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

export const hitsSearch = (s: Record<string, unknown>): HitsSearch => ({ closed: text(s.closed), id: text(s.id) });

/** Colour and sign of each state; the word is always there. */
export const LOOKS: Record<string, { tone: Tone; icon?: IconName }> = {
  candidate: { tone: "amber", icon: "eye" },
  probable: { tone: "amber", icon: "search" },
  second_person: { tone: "violet", icon: "user" },
  confirmed: { tone: "red", icon: "alert" },
  replied: { tone: "info", icon: "right" },
  closed: { tone: "neutral", icon: "check" },
};

/** The same for how two things agree. */
export const AGREES: Record<string, { tone: Tone; icon: IconName }> = {
  same: { tone: "red", icon: "check" },
  alike: { tone: "amber", icon: "search" },
  different: { tone: "green", icon: "cross" },
  unknown: { tone: "outline", icon: "info" },
};

export type Step = "review" | "check" | "second" | "reply" | "act" | "clear";

/** What can be done, in the order the buttons stand in; each is asked as a choice of two, or as one. */
export const STEPS: readonly { command: Step; icon: IconName }[] = [
  { command: "review", icon: "search" },
  { command: "check", icon: "eye" },
  { command: "second", icon: "user" },
  { command: "reply", icon: "right" },
  { command: "act", icon: "check" },
  { command: "clear", icon: "flag" },
];

/** The second factors. */
export const FACTORS = ["biometric", "birth_date", "document", "other"] as const;

/** The two answers to a step, the graver one first; none where there is nothing to choose. */
export const CHOICES: Record<Step, readonly string[]> = {
  review: ["probable", "not_the_one"],
  check: ["same", "not_the_one"],
  second: ["agrees", "disagrees"],
  reply: ["act", "let_go"],
  act: ["done", "not_done"],
  clear: [],
};

/** The command for an answer, as the server takes it. */
export function commandOf(step: Step, choice: string, factor: string, words: string): HitCommand {
  const yes = choice === CHOICES[step][0];
  const body: HitCommand = { command: step };
  if (step === "reply" || step === "act") body.text = words;
  else body.reason = words;
  if (step === "review") body.probable = yes;
  if (step === "check") Object.assign(body, { factor, same: yes });
  if (step === "second") body.agrees = yes;
  if (step === "reply") body.instruction = choice;
  if (step === "act") body.done = yes;
  return body;
}

/** Who or what was screened, in a few words. */
export const whoOf = (hit: Hit): string => hit.asked.name || hit.asked.number;

/** Past its time, and the owner has not said what is to be done. */
export const isLate = (hit: Hit, now: number): boolean =>
  hit.state !== "closed" && hit.state !== "replied" && hit.due_us !== null && hit.due_us !== undefined && now > hit.due_us;
