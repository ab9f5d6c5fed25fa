import type { NotificationHolder, NotificationSetting, Priority } from "../api/types";

/** What the form holds: every field there, also where nothing is kept. */
export interface Draft {
  email: string;
  webhook: string;
  at_once: readonly string[];
  quiet: boolean;
  from: string;
  to: string;
  through: readonly string[];
  /** An hour, or nothing for no digest. */
  digest: string;
  language: string;
}

/** Where nothing was set, everything is told at once, and what is urgent also at night. */
export function draft(holder: NotificationHolder, priorities: readonly Priority[], language: string): Draft {
  const kept = holder.setting;
  return {
    email: kept?.email ?? "",
    webhook: kept?.webhook ?? "",
    at_once: kept?.at_once ?? priorities.map((p) => p.id),
    quiet: Boolean(kept?.quiet),
    from: kept?.quiet?.from ?? "22:00",
    to: kept?.quiet?.to ?? "06:00",
    through: kept?.through ?? priorities.filter((p) => p.urgent).map((p) => p.id),
    digest: kept ? String(kept.digest ?? "") : "7",
    language: kept?.language || language,
  };
}

export const setting = (d: Draft): NotificationSetting => ({
  email: d.email.trim(),
  webhook: d.webhook.trim(),
  at_once: [...d.at_once],
  quiet: d.quiet ? { from: d.from, to: d.to } : null,
  through: d.quiet ? [...d.through] : [],
  digest: d.digest === "" ? null : Number(d.digest),
  language: d.language,
});

/** A list with something in it, or without it. */
export const having = (all: readonly string[], id: string, on: boolean): string[] =>
  on ? [...all.filter((x) => x !== id), id] : all.filter((x) => x !== id);

export const hour = (n: number): string => `${String(n).padStart(2, "0")}:00`;
