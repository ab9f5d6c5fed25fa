import type { Framework, TimelineEntry } from "../api/types";
import { sentence, word } from "../i18n";
import type { Names } from "./told";

/** `crossing.stage_started.v1` → `stage_started`. */
export const factOf = (kind: string): string => kind.split(".")[1] ?? kind;

/** Entries of a timeline, with what only counts the parts on board gathered: fifty passengers who pass are one line. */
export function gathered(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const lines: TimelineEntry[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    const params: Record<string, unknown> = entry.params;
    const before: Record<string, unknown> = last?.params ?? {};
    if (last && factOf(entry.kind) === "parts_moved" && last.kind === entry.kind && before.to === params.to) {
      const count = Number(before.count ?? 0) + Number(params.count ?? 0);
      lines[lines.length - 1] = { ...entry, id: last.id, params: { ...params, count } as unknown as TimelineEntry["params"] };
    } else lines.push(entry);
  }
  return lines;
}

/** What an entry says, in the officer's language and with names instead of ids. */
export function factText(entry: TimelineEntry, names: Names): string {
  const fact = factOf(entry.kind);
  const params: Record<string, unknown> = entry.params;
  const text = (key: string) => (typeof params[key] === "string" ? (params[key] as string) : "");
  const list = Array.isArray(params.participants) ? params.participants.map((a) => names.agency(String(a))) : [];
  const said = sentence("fact", fact, {
    stage: names.stage(entry.stage ?? ""),
    to: names.stage(text("to")),
    part: word("part", text("to")),
    count: Number(params.count ?? 0),
    participants: list.join(", "),
    verdict: word("verdict", text("verdict")),
    topic: word("topic", text("topic")),
    condition: word("condition", text("condition")),
    agreement: text("agreement"),
  });
  return said ?? fact.replaceAll("_", " ");
}

/** The titles of all legal grounds, by id. */
export const grounds = (framework: Framework | undefined): Map<string, string> =>
  new Map([...(framework?.hold_grounds ?? []), ...(framework?.refusal_grounds ?? [])].map((g) => [g.id, g.title]));

const BETWEEN = " · ";

/** The words of an entry as the server joins them, with the title of the legal ground where its id stands. */
export const withGrounds = (text: string | null | undefined, titles: ReadonlyMap<string, string>): string | null =>
  text
    ?.split(BETWEEN)
    .map((part) => titles.get(part) ?? part)
    .join(BETWEEN) ?? null;
