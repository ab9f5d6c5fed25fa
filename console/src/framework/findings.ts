import type { Finding, Findings } from "../api/types";

export const SEVERITIES = ["error", "warning", "note"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Findings of one kind: the reason stands once. */
export interface Group {
  code: string;
  severity: Severity;
  title: string;
  why: string;
  /** How to mend it, where it is the same for all of them. */
  mend: string | undefined;
  findings: Finding[];
}

/** Findings by kind, the gravest first, then the most frequent; of one severity where one is asked for. */
export function groups(findings: readonly Finding[], severity?: string): Group[] {
  const by = new Map<string, Group>();
  for (const f of findings) {
    if (severity && f.severity !== severity) continue;
    const known = by.get(f.code);
    if (known) {
      known.findings.push(f);
      if (known.mend !== f.mend) known.mend = undefined;
    } else by.set(f.code, { code: f.code, severity: f.severity, title: f.title, why: f.why, mend: f.mend, findings: [f] });
  }
  const rank = (g: Group) => SEVERITIES.indexOf(g.severity);
  return [...by.values()].sort((a, b) => rank(a) - rank(b) || b.findings.length - a.findings.length || a.code.localeCompare(b.code));
}

/** What is shown when nothing is asked for: what somebody has to do, or, where there is nothing to do, what is not established. */
export const gravest = (f: Findings): Severity => (f.errors > 0 ? "error" : f.warnings > 0 ? "warning" : "note");

/** The line with the part that the finding is about marked: before, the part, after. Columns count from 1. */
export function marked(f: Finding): [string, string, string] {
  const characters = [...(f.line ?? "")];
  const from = Math.max(0, f.place.column - 1);
  const part = (a: number, b?: number) => characters.slice(a, b).join("");
  return [part(0, from), part(from, from + f.width), part(from + f.width)];
}
