import type { Measure } from "../api/types";

/** What is counted together. */
export const BY = ["agency", "desk", "body", "kind", "point"] as const;
export type By = (typeof BY)[number];

/** Over how many days. */
export const DAYS = ["7", "30", "90", "365"] as const;

/** The figures, in the order of the columns; each has its assignments behind it. */
export const FIGURES = ["made", "seen_in_time", "answered", "answered_in_time", "open", "late", "declined", "escalated"] as const;
export type Figure = (typeof FIGURES)[number];

/** How the server calls the assignments behind a figure. */
export const whichOf = (figure: Figure) => (figure === "made" ? "all" : figure);

/** What the address of the page says. */
export interface MeasuresSearch {
  by?: By | undefined;
  days?: string | undefined;
  who?: string | undefined;
  figure?: Figure | undefined;
}

const one = <T extends string>(all: readonly T[], value: unknown): T | undefined => all.find((x) => x === value);

export const measuresSearch = (s: Record<string, unknown>): MeasuresSearch => ({
  by: one(BY, s.by),
  // A number in the address comes as one.
  days: one(DAYS, String(s.days ?? "")),
  who: typeof s.who === "string" ? s.who : undefined,
  figure: one(FIGURES, s.figure),
});

/** Of what a figure is a share: seen of all that was made, answered in time of all that was answered. Nothing where there is none. */
export function share(measure: Measure, figure: Figure): number | undefined {
  const whole = figure === "answered_in_time" ? measure.answered : figure === "seen_in_time" ? measure.made : 0;
  return whole > 0 ? measure[figure] / whole : undefined;
}
