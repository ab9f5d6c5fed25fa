import type { CommandOffer, Crossing, StageNow } from "../api/types";
import type { IconName } from "../design/Icon";

/** How the console shows a command: its icon, the key that does the same, and whether it ends something against somebody's will. */
interface Look {
  icon?: IconName;
  key?: string;
  danger?: true;
}

/**
 * Every command in the order officers think of them: go on, ask others, stop. The shell owns `g`, `n` and `?`, the desk `Escape`; what ends a file for good
 * has no key.
 */
const LOOKS: Record<string, Look> = {
  arrive: { icon: "flag", key: "V" },
  accept_hand_over: { icon: "check", key: "A" },
  pass: { icon: "check", key: "P" },
  start: { icon: "right", key: "S" },
  hand_over: { icon: "right", key: "O" },
  release: { icon: "check", key: "E" },
  finding: { icon: "check", key: "F" },
  release_joint: { icon: "check", key: "D" },
  take_over: { icon: "user", key: "T" },
  lift_hold: { icon: "right", key: "L" },
  refer: { icon: "right", key: "R" },
  request_joint: { icon: "traveller", key: "J" },
  hold: { icon: "pause", key: "H" },
  refuse: { icon: "cross", key: "X", danger: true },
  waive: { key: "W" },
  give_back: { icon: "refresh", key: "B" },
  readmit: { icon: "refresh" },
  reverse: { icon: "refresh" },
  mark: { icon: "flag", key: "M" },
  remark: { icon: "info", key: "C" },
  cancel: { icon: "cross", danger: true },
};
const ORDER = Object.keys(LOOKS);

/** The word of an offer: taking over is a start that relieves a colleague. */
export const wordOf = (offer: CommandOffer): string => (offer.needs.includes("take_over") ? "take_over" : offer.command);

export const lookOf = (offer: CommandOffer): Look => LOOKS[wordOf(offer)] ?? {};

export const sameOffer = (a: CommandOffer, b: CommandOffer): boolean => wordOf(a) === wordOf(b) && a.stage === b.stage;

/** The commands of one stage, or of the file as a whole. */
export interface Group {
  stage: StageNow | undefined;
  offers: CommandOffer[];
}

export interface Sorted {
  /** What can be done now, by stage in the order of the path; the file as a whole last. */
  groups: Group[];
  /** What can be done at stages whose turn has not come: holding, waiving. */
  ahead: Group[];
  /** The one step that comes next. */
  primary: CommandOffer | undefined;
  /** Refused for now. */
  later: CommandOffer[];
}

const PEOPLE = ["traveller", "person_on_foot"];

/** What moves a crossing on, the most likely first. */
const STEPS = ["accept_hand_over", "start", "pass", "finding", "release_joint", "hand_over", "release", "arrive", "readmit"];

/** Whether a stage is passed in one move: people and gates are; goods are begun, looked at, and passed. */
const atOnce = (crossing: Crossing, stage: StageNow | undefined): boolean =>
  PEOPLE.includes(crossing.card.subject_kind ?? "") || stage?.kind === "gate";

const rank = (order: readonly string[], word: string): number => (order.indexOf(word) + order.length + 1) % (order.length + 1);

/** Sorts what the officer may do with a crossing; of one stage only, when one is named. */
export function sorted(crossing: Crossing, only?: string): Sorted {
  const offers = crossing.commands.filter((o) => only === undefined || o.stage === only);
  const at = (o: CommandOffer) => {
    const found = crossing.path.findIndex((s) => s.stage === o.stage);
    return found < 0 ? crossing.path.length : found;
  };
  const ordered = [...offers].sort((a, b) => at(a) - at(b) || rank(ORDER, wordOf(a)) - rank(ORDER, wordOf(b)));
  const groups: Group[] = [];
  for (const offer of ordered.filter((o) => o.allowed)) {
    const stage = crossing.path.find((s) => s.stage === offer.stage);
    const last = groups.at(-1);
    if (last && last.stage?.stage === stage?.stage) last.offers.push(offer);
    else groups.push({ stage, offers: [offer] });
  }
  const stageOf = (o: CommandOffer) => crossing.path.find((s) => s.stage === o.stage);
  // What is begun is finished first.
  const begun = (o: CommandOffer) => Number(stageOf(o)?.state !== "in_progress");
  const step = (o: CommandOffer) => (o.command === "pass" && atOnce(crossing, stageOf(o)) ? 0 : rank(STEPS, wordOf(o)));
  const [primary] = ordered
    .filter((o) => o.allowed && STEPS.includes(wordOf(o)))
    .sort((a, b) => begun(a) - begun(b) || step(a) - step(b) || at(a) - at(b));
  for (const group of groups) group.offers.sort((a, b) => Number(b === primary) - Number(a === primary));
  const isAhead = (g: Group) => g.stage?.state === "pending" && only === undefined && !g.offers.some((o) => o === primary);
  const now = groups.filter((g) => !isAhead(g));
  return { groups: now, ahead: groups.filter(isAhead), primary, later: ordered.filter((o) => !o.allowed) };
}

/** Which offer a key stands for: of one command at several stages, the primary one or else the first. */
export function keyed({ groups, primary }: Sorted): Map<string, CommandOffer> {
  const keys = new Map<string, CommandOffer>();
  for (const offer of [...(primary ? [primary] : []), ...groups.flatMap((g) => g.offers)]) {
    const { key } = lookOf(offer);
    if (key && !keys.has(key)) keys.set(key, offer);
  }
  return keys;
}
