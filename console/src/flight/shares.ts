import type { Card } from "../api/types";
import type { Tone } from "../design/Chip";
import type { Share } from "../design/Meter";
import { t } from "../i18n";
import { PARTS, type Part } from "./flights";

const TONES: Record<Part, Tone> = { expected: "outline", present: "info", refused: "red", settled: "green" };

/** The people of a flight by where they are, as the bar shows them: what is done first, what is to come last. */
export function shares(parts: NonNullable<Card["parts"]>): Share[] {
  return [...PARTS].reverse().map((id) => ({ id, name: t(`flight.${id}`), count: parts[id], tone: TONES[id] }));
}
