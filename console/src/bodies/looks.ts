import type { AgendaItem, BodyCard, Directive, MeetingCard } from "../api/types";
import type { Tone } from "../design/Chip";
import type { IconName } from "../design/Icon";
import { duration, MICROS } from "../i18n/time";

interface Look {
  tone: Tone;
  icon?: IconName;
}

const PLAIN: Look = { tone: "neutral" };

const MEETINGS: Record<string, Look> = {
  called: { tone: "info", icon: "clock" },
  open: { tone: "violet", icon: "user" },
  closed: { tone: "neutral", icon: "check" },
  cancelled: { tone: "outline", icon: "cross" },
};
export const meetingLook = (state: string): Look => MEETINGS[state] ?? PLAIN;

const MINUTES: Record<string, Look> = {
  none: { tone: "outline" },
  draft: { tone: "amber", icon: "pause" },
  approved: { tone: "green", icon: "check" },
  sent: { tone: "green", icon: "right" },
};
export const minutesLook = (state: string): Look => MINUTES[state] ?? PLAIN;

const DIRECTIVES: Record<string, Look> = {
  issued: { tone: "neutral" },
  unacknowledged: { tone: "amber", icon: "eye" },
  acknowledged: { tone: "info", icon: "eye" },
  overdue: { tone: "red", icon: "alert" },
  evidence: { tone: "violet", icon: "info" },
  declined: { tone: "red", icon: "cross" },
  withdrawn: { tone: "outline", icon: "cross" },
  complied: { tone: "green", icon: "check" },
  let_go: { tone: "outline", icon: "right" },
};
export const directiveLook = (state: string): Look => DIRECTIVES[state] ?? PLAIN;

const ITEMS: Record<string, Look> = {
  overdue: { tone: "red", icon: "alert" },
  late: { tone: "red", icon: "clock" },
  declined: { tone: "red", icon: "cross" },
  standard: { tone: "amber", icon: "chart" },
  unacknowledged: { tone: "amber", icon: "eye" },
  minutes: { tone: "amber", icon: "pause" },
  list: { tone: "amber", icon: "book" },
  incident: { tone: "amber", icon: "flag" },
  returned: { tone: "violet", icon: "refresh" },
  evidence: { tone: "violet", icon: "info" },
};
export const itemLook = (kind: string): Look => ITEMS[kind] ?? PLAIN;

/** Where an item of an agenda leads; nowhere for what somebody wrote. */
export function leads(item: Pick<AgendaItem, "about" | "about_kind">, body: string): string | undefined {
  if (item.about === "") return undefined;
  const id = encodeURIComponent(item.about);
  switch (item.about_kind) {
    case "directive":
      return `/bodies/${encodeURIComponent(body)}`;
    case "assignment":
      return `/inbox?id=${id}`;
    case "meeting":
      return `/meetings/${id}`;
    case "standard":
      return "/measures";
    case "list":
      return `/lists?id=${id}`;
    default:
      return undefined;
  }
}

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A length of time as a framework writes it, `3d`, in the officer's words; as it stands where it is written otherwise. */
export function lasting(length: string): string {
  const [, many, unit = ""] = /^(\d+)([smhd])$/.exec(length) ?? [];
  const seconds = SECONDS[unit];
  return many && seconds ? duration(Number(many) * seconds * MICROS) : length;
}

/** Whole days since a moment. */
const DAY_US = 86_400_000_000;
export const daysSince = (us: number, now: number): number => Math.max(0, Math.floor((now - us) / DAY_US));

/** Those the officer sits in first, then those that kept least of their plan, then by place. */
export function ordered(bodies: readonly BodyCard[]): BodyCard[] {
  const kept = (b: BodyCard) => (b.planned === 0 ? 1 : b.held / b.planned);
  const rank = (b: BodyCard) => (b.seat ? 0 : 1);
  return [...bodies].sort((a, b) => rank(a) - rank(b) || b.overdue - a.overdue || kept(a) - kept(b) || a.id.localeCompare(b.id));
}

/** Whether its minutes are later than they should be. */
export function minutesLate(m: Pick<MeetingCard, "minutes_due_us" | "minutes_done_us">, now: number): boolean {
  return typeof m.minutes_due_us === "number" && (m.minutes_done_us ?? now) > m.minutes_due_us;
}

/** Whether nothing more comes of a directive. */
export const isOver = (d: Directive): boolean => ["complied", "let_go", "withdrawn"].includes(d.state);

/** Every command on a meeting in the order of its buttons; those at the top of the page. */
export const HEAD = ["open", "decide", "close", "postpone", "cancel"] as const;
