import type { NoticeCard, NoticeContent, NoticeRecipient } from "../api/types";
import type { Tone } from "../design/Chip";
import type { IconName } from "../design/Icon";

/** How each state looks. */
export const LOOKS: Record<string, { tone: Tone; icon: IconName }> = {
  draft: { tone: "outline", icon: "book" },
  coming: { tone: "amber", icon: "clock" },
  in_force: { tone: "green", icon: "check" },
  ended: { tone: "neutral", icon: "clock" },
  withdrawn: { tone: "outline", icon: "cross" },
};

/** The parts of the page, in the order in which they stand, with the states that belong to each. */
export const PARTS = [
  { id: "draft", states: ["draft"] },
  { id: "coming", states: ["coming"] },
  { id: "in_force", states: ["in_force"] },
  { id: "over", states: ["ended", "withdrawn"] },
] as const;

/** What is in a part: what comes and waits, the soonest first; what holds or is over, the latest first. */
export function inPart(notices: readonly NoticeCard[], states: readonly string[]): NoticeCard[] {
  const found = notices.filter((n) => states.includes(n.state));
  const ahead = states.includes("draft") || states.includes("coming");
  return found.sort((a, b) => (ahead ? a.effective_us - b.effective_us : b.effective_us - a.effective_us));
}

/** Those who have to acknowledge, by crossing point; whoever has not stands first. */
export function byPoint(recipients: readonly NoticeRecipient[]): { point: string; missing: number; recipients: NoticeRecipient[] }[] {
  const points = [...new Set(recipients.map((r) => r.point))];
  return points
    .map((point) => {
      const here = recipients.filter((r) => r.point === point);
      const waits = here.filter((r) => !r.acknowledged);
      return { point, missing: waits.length, recipients: [...waits, ...here.filter((r) => r.acknowledged)] };
    })
    .sort((a, b) => b.missing - a.missing);
}

/** Codes of goods as somebody types them: apart by commas, blanks between the digits left to the server. */
export const codes = (typed: string): string[] => [
  ...new Set(
    typed
      .split(/[,;\n]/)
      .map((c) => c.trim())
      .filter(Boolean),
  ),
];

/** Whether the server takes it as the beginning of a code of goods: 2, 4, 6, 8 or 10 digits, with dots or blanks between them. */
export const isCode = (code: string): boolean => /^[\d. ]+$/.test(code) && [2, 4, 6, 8, 10].includes(code.replace(/\D/g, "").length);

/** A moment as a field for local time has it: `YYYY-MM-DDTHH:MM`. */
export function localOf(us: number, zone: string | undefined): string {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(us / 1000);
  return parts.replace(" ", "T");
}

/** What a form holds. */
export interface Typed {
  title: string;
  text: string;
  legal: string;
  required: string;
  effective: string;
  ends: string;
  points: string[];
  directions: string[];
  goods: string;
  classes: string[];
}

export const empty = (point: string): Typed => ({
  ...{ title: "", text: "", legal: "", required: "", effective: "", ends: "", goods: "" },
  points: point ? [point] : [],
  directions: [],
  classes: [],
});

export const typedOf = (c: NoticeContent, zone: string | undefined): Typed => ({
  title: c.title,
  text: c.text,
  legal: c.legal,
  required: c.required,
  effective: localOf(c.effective_us, zone),
  ends: c.ends_us ? localOf(c.ends_us, zone) : "",
  points: c.points,
  directions: c.directions ?? [],
  goods: (c.goods ?? []).join(", "),
  classes: c.classes ?? [],
});
