import { useNow } from "../api/clock";
import { t } from "../i18n";
import { clockTime, duration } from "../i18n/time";

/** From this share of the time allowed on a clock warns. */
const WARN_SHARE = 0.75;

export type Urgency = "none" | "warn" | "over";

/** How pressing it is that something has gone on since `since` and should end by `due`. */
export function urgency(now: number, since: number, due: number | null | undefined): Urgency {
  if (due === null || due === undefined || due <= since) return "none";
  if (now > due) return "over";
  return now - since >= (due - since) * WARN_SHARE ? "warn" : "none";
}

interface ClockProps {
  /** Since when it runs. Microseconds since 1970, UTC. */
  since: number;
  /** Until when it should have stopped. */
  due?: number | null | undefined;
  /** What runs, for those who hear it. */
  label: string;
}

/** How long something has gone on; amber when it comes near its target, red beyond. */
export function Clock({ since, due, label }: ClockProps) {
  const now = useNow();
  const how = urgency(now, since, due);
  const over = how === "over" && due ? t("clock.over", { time: duration(now - due) }) : how === "warn" ? t("clock.near") : "";
  return (
    <span className={`clock num ${how}`} title={over ? `${label} · ${over}` : label}>
      <span className="visually-hidden">{label}: </span>
      {duration(now - since)}
      {over && <span className="visually-hidden">, {over}</span>}
    </span>
  );
}

/** How long until something; once it is past, for how long. */
export function Countdown({ until, label, zone }: { until: number; label: string; zone?: string | undefined }) {
  const now = useNow();
  const past = now > until;
  return (
    <span className={`clock num ${past ? "over" : "none"}`} title={`${label} · ${clockTime(until, zone)}`}>
      <span className="visually-hidden">{label}: </span>
      {past ? t("clock.over", { time: duration(now - until) }) : t("clock.in", { time: duration(until - now) })}
    </span>
  );
}
