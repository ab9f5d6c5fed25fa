import { locale } from ".";

/** Times come as microseconds since 1970, UTC, and are shown in the zone of the crossing point. */
export const MICROS = 1_000_000;

const cache = new Map<string, Intl.DateTimeFormat>();

function format(us: number, zone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale()}|${zone}|${JSON.stringify(options)}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale(), { ...options, timeZone: zone, hourCycle: "h23" });
    cache.set(key, found);
  }
  return found.format(us / 1000);
}

export const clockTime = (us: number, zone?: string): string => format(us, zone, { hour: "2-digit", minute: "2-digit" });
export const exactTime = (us: number, zone?: string): string => format(us, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const day = (us: number, zone?: string): string => format(us, zone, { weekday: "short", day: "numeric", month: "short" });
export const dayAndTime = (us: number, zone?: string): string =>
  format(us, zone, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
/** For what is read months later. */
export const dateAndTime = (us: number, zone?: string): string =>
  format(us, zone, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

/** The day in a zone as documents write it: `YYYY-MM-DD`, in every language. */
export const isoDay = (us: number, zone?: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(us / 1000);

const units = new Map<string, Intl.NumberFormat>();

function unit(value: number, name: "second" | "minute" | "hour" | "day" | "year"): string {
  const key = `${locale()}|${name}`;
  let found = units.get(key);
  if (!found) {
    const unitDisplay = name === "minute" ? "short" : name === "year" ? "long" : "narrow";
    found = new Intl.NumberFormat(locale(), { style: "unit", unit: name, unitDisplay });
    units.set(key, found);
  }
  return found.format(value);
}

/** How long, in the two largest units that matter: `45 s`, `12 min`, `3h 05 min`, `2d 4h`, `5 years`. */
export function duration(us: number): string {
  const seconds = Math.max(0, Math.floor(us / MICROS));
  if (seconds < 60) return unit(seconds, "second");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return unit(minutes, "minute");
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? unit(hours, "hour") : `${unit(hours, "hour")} ${unit(minutes % 60, "minute")}`;
  const days = Math.floor(hours / 24);
  // Laws count in years.
  if (days >= 365 && days % 365 === 0) return unit(days / 365, "year");
  return hours % 24 === 0 ? unit(days, "day") : `${unit(days, "day")} ${unit(hours % 24, "hour")}`;
}

/** A local time of a zone, `YYYY-MM-DDTHH:MM`, as microseconds since 1970, UTC. */
export function instant(local: string, zone: string | undefined): number | undefined {
  const wanted = Date.parse(`${local}Z`);
  if (Number.isNaN(wanted)) return undefined;
  const shown = (ms: number) => {
    const parts = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      dateStyle: "short",
      timeStyle: "medium",
    }).formatToParts(ms);
    const get = (type: string) => Number(parts.find((p) => p.type === type)?.value);
    return Date.UTC(get("year"), get("month") - 1, get("day"), get("hour"), get("minute"), get("second"));
  };
  // The second step is for the hours around a change of the clocks.
  let guess = wanted;
  for (let i = 0; i < 2; i += 1) guess += wanted - shown(guess);
  return guess * 1000;
}
