import type { ReactNode } from "react";
import { word } from "../i18n";
import { Icon, type IconName } from "./Icon";

export type Tone = "neutral" | "info" | "violet" | "amber" | "red" | "green" | "outline";

/** Colour and sign of each state. The word is always there: colour alone says nothing. */
export const STATES: Record<string, { tone: Tone; icon?: IconName }> = {
  expected: { tone: "outline", icon: "clock" },
  waiting: { tone: "neutral" },
  in_control: { tone: "info" },
  referred: { tone: "violet", icon: "right" },
  held: { tone: "amber", icon: "pause" },
  refused: { tone: "red", icon: "cross" },
  released: { tone: "green", icon: "check" },
  readmitted: { tone: "neutral", icon: "refresh" },
  cancelled: { tone: "outline", icon: "cross" },
  pending: { tone: "outline" },
  ready: { tone: "neutral" },
  in_progress: { tone: "info" },
  passed: { tone: "green", icon: "check" },
  waived: { tone: "outline", icon: "right" },
  joint: { tone: "green", icon: "check" },
  not_applicable: { tone: "outline" },
  accepted: { tone: "green", icon: "check" },
  rejected: { tone: "red", icon: "cross" },
  duplicate: { tone: "neutral", icon: "refresh" },
  clear: { tone: "green", icon: "check" },
  objection: { tone: "red", icon: "alert" },
};

export const toneOf = (state: string | null | undefined): Tone => STATES[state ?? ""]?.tone ?? "neutral";

export function Chip({ tone = "neutral", icon, children }: { tone?: Tone; icon?: IconName | undefined; children: ReactNode }) {
  return (
    <span className={`chip ${tone}`}>
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}

/** The state of a crossing, a stage or a message. */
export function StateChip({ state }: { state: string | null | undefined }) {
  if (!state) return null;
  const look = STATES[state];
  return (
    <Chip tone={look?.tone ?? "neutral"} icon={look?.icon}>
      {word("state", state)}
    </Chip>
  );
}
