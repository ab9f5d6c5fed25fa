import type { Assignment, Officer, Party } from "../api/types";
import type { Tone } from "../design/Chip";
import type { IconName } from "../design/Icon";

export type Side = "owes" | "owed";

type Who = Pick<Officer, "id" | "agency" | "desk" | "point" | "roles">;

/** Whether an officer is one of a party: every part that is stated has to fit. */
export function isOf(party: Party, officer: Who): boolean {
  const parts = [
    [party.agency, officer.agency],
    [party.point, officer.point],
    [party.desk, officer.desk],
    [party.officer, officer.id],
  ] as const;
  const stated = parts.filter(([part]) => part !== undefined && part !== null);
  const role = party.role ?? undefined;
  if (stated.length === 0 && role === undefined) return false;
  return stated.every(([part, own]) => part === own) && (role === undefined || officer.roles.includes(role));
}

/** Whether nobody has seen it: on the officer's own side nobody of those it waits for there, the ladder's rungs among them. */
export function isUnseen(a: Assignment, side: Side, officer: Who): boolean {
  if (a.end) return false;
  if (side === "owed") return !a.acknowledged;
  return (isOf(a.to, officer) && !a.acknowledged) || a.told.some((t) => !t.acknowledged && isOf(t.to, officer));
}

export const isLate = (a: Assignment, now: number): boolean => !a.end && now > a.due_us;

/** How much of the time for it is gone, from 0 to 1. */
export const shareGone = (a: Assignment, now: number): number =>
  Math.min(1, Math.max(0, (now - a.made.at_us) / Math.max(1, a.due_us - a.made.at_us)));

/** When it last came to somebody: made, handed on, or told. */
const cameAt = (a: Assignment): number => Math.max(a.made.at_us, ...a.hands.map((h) => h.by.at_us), ...a.told.map((t) => t.at_us));

/** Which of those shown now have come since they were last looked at; what a further page brings is no news. */
export const arrivals = (known: ReadonlySet<string>, shown: readonly Assignment[], since: number): Assignment[] =>
  shown.filter((a) => !known.has(a.id) && cameAt(a) > since);

/** What can be done, in the order the buttons stand in, with the key that does the same. */
export const ACTIONS = [
  { command: "answer", key: "R", icon: "check" },
  { command: "accept", key: "T", icon: "user" },
  { command: "acknowledge", key: "A", icon: "eye" },
  { command: "hand_on", key: "H", icon: "right" },
  { command: "decline", icon: "cross" },
  { command: "escalate", icon: "alert" },
  { command: "withdraw", icon: "cross" },
  { command: "note", icon: "plus" },
] as const satisfies readonly { command: string; key?: string; icon: IconName }[];

export type Action = (typeof ACTIONS)[number]["command"];

/** The actions that the server offers on it, in their order. A notice is acknowledged where it is read, and by nothing that looks like it here. */
export const offered = (a: Assignment) =>
  ACTIONS.filter((x) => a.commands.includes(x.command) && !(x.command === "acknowledge" && a.about_kind === "notice"));

/** What has to be said with an action; nothing: it is sent as it is. */
export const asks = (action: Action): boolean => action !== "acknowledge" && action !== "accept";

/** Whether the server takes it as a link, and a browser may follow it: a page elsewhere, or one of this console. */
export function isLink(link: string): boolean {
  // `//` and `/\` begin another host.
  return link.startsWith("https://") || (/^\/(?![/\\])/.test(link) && !/[\t\n\r]/.test(link));
}

export const LOOKS: Record<string, { tone: Tone; icon?: IconName }> = {
  new: { tone: "amber", icon: "eye" },
  acknowledged: { tone: "neutral", icon: "eye" },
  accepted: { tone: "info", icon: "user" },
  on_agenda: { tone: "red", icon: "alert" },
  answered: { tone: "green", icon: "check" },
  declined: { tone: "red", icon: "cross" },
  withdrawn: { tone: "outline", icon: "cross" },
};

/** What the address says beside its path. */
const KEYS = ["side", "id", "kind", "late", "unseen"] as const;
export type InboxSearch = { [K in (typeof KEYS)[number]]?: string | undefined };

/** Reads the address. What is not text was text that looks like a number or a truth. */
export function inboxSearch(search: Record<string, unknown>): InboxSearch {
  const found: InboxSearch = {};
  for (const key of KEYS) {
    const value = search[key];
    if ((typeof value === "string" && value !== "") || typeof value === "number" || value === true) found[key] = String(value);
  }
  return found;
}

export interface Wanted {
  late: boolean;
  unseen: boolean;
}

/** Of what is loaded, what is wanted. */
export const wanted = (all: readonly Assignment[], want: Wanted, side: Side, officer: Who, now: number): Assignment[] =>
  all.filter((a) => (!want.late || isLate(a, now)) && (!want.unseen || isUnseen(a, side, officer)));

/** Where the next step in a list leads: from nowhere to its first, from its ends nowhere. */
export function step(ids: readonly string[], from: string | undefined, by: 1 | -1): string | undefined {
  const at = from === undefined ? -1 : ids.indexOf(from);
  if (at < 0) return ids[0];
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))];
}
