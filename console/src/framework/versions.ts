import type { Problem } from "../api/problem";
import type { Framework, Place, Version, Versions } from "../api/types";
import type { Tone } from "../design/Chip";
import type { IconName } from "../design/Icon";

export const STATES: Record<Version["state"], { tone: Tone; icon?: IconName }> = {
  proposed: { tone: "info" },
  approved: { tone: "violet", icon: "clock" },
  in_force: { tone: "green", icon: "check" },
  superseded: { tone: "neutral" },
  withdrawn: { tone: "outline", icon: "cross" },
};

/** Longest note or reason, on the safe side of the server's bytes. Characters. */
export const MAX_WORDS = 2_000;
/** The list is asked for at least this often: the live feed tells of crossings and not of versions. Milliseconds. */
const REFRESH_MS = 20_000;
/** And not more often than this, however near a version is to its time. */
const LEAST_REFRESH_MS = 1_000;

/** When to ask for the list again, in milliseconds: as soon as the next version comes into force. Times in microseconds; `rate`: how fast the server's clock runs. */
export function refreshIn(versions: Versions | undefined, nowUs: number, rate: number): number {
  const due = versions?.versions.filter((v) => v.state === "approved").map((v) => ((v.effective_us ?? 0) - nowUs) / 1000 / rate) ?? [];
  return Math.max(LEAST_REFRESH_MS, Math.min(REFRESH_MS, ...due));
}

/** A version may be proposed again after it was withdrawn, so its name alone does not name it. */
export const idOf = (version: Version): string => `version-${version.proposed_us}`;

/** Whether every guarantee is proved: what an approval needs. */
export const isWhole = (v: Version): boolean => Boolean(v.proved) && v.open.length === 0 && !v.unproved;

/** Whether another version has come into force since it was proposed: the server then takes no approval. */
export const isOutdated = (v: Version, inForce: string): boolean => v.state === "proposed" && v.base !== inForce;

/** The zone in which what holds for the whole country is told. */
export const homeZone = (framework: Framework | undefined): string | undefined => framework?.time_zone;

/** An error of a framework that was refused. */
export interface Fault {
  code: string;
  message: string;
  mend: string;
  place: Place;
}

/** The errors for which a framework was refused, and how many there are: the server names the first of them. */
export function faults(problem: Problem): { count: number; faults: Fault[] } {
  const { errors, findings } = problem.fields as { errors?: number; findings?: Fault[] };
  const told = problem.code === "framework_errors" ? (findings ?? []) : [];
  return { count: Math.max(errors ?? 0, told.length), faults: told };
}
