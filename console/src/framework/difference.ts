import type { Difference, Entry, Section, Version, Versions } from "../api/types";

/** The two versions that are compared: the earlier, the later. */
export interface Pair {
  base: string;
  version: string;
}

/** The versions that can be compared, the newest first; one that was withdrawn and proposed again stands once. */
export function comparable({ versions }: Versions): Version[] {
  return versions.filter((v, i) => versions.findIndex((w) => w.version === v.version) === i);
}

/** What is compared: what the address says, else what somebody has to decide on next against what is in force. */
export function chosenPair(versions: Versions, search: { version?: string | undefined; with?: string | undefined }): Pair | undefined {
  const all = comparable(versions);
  const base = search.with ?? versions.in_force;
  const other = (states: readonly Version["state"][]) => all.find((v) => v.version !== base && states.includes(v.state));
  const next = other(["proposed"]) ?? other(["approved", "in_force"]) ?? other(["superseded", "withdrawn"]);
  const version = search.version ?? next?.version;
  return version === undefined ? undefined : { base, version };
}

/** What a version is best compared with: what was before it, and for an old one what came after. */
export const pairWith = (v: Version, inForce: string): Pair =>
  v.state === "superseded" ? { base: v.version, version: inForce } : { base: inForce, version: v.version };

/** Only what one has and the other lacks: whole things, and of things that both have what one is silent on. */
export function lacking(sections: readonly Section[]): Section[] {
  const one = (x: { a?: unknown; b?: unknown }) => !x.a || !x.b;
  return sections.map((s) => ({
    ...s,
    entries: s.entries.flatMap((e) => {
      if (one(e)) return [e];
      const changes = e.changes.filter(one);
      return changes.length > 0 ? [{ ...e, changes }] : [];
    }),
  }));
}

/** Which of the two does not have it. */
export const lackedBy = (entry: Entry): "a" | "b" | undefined => (entry.a ? (entry.b ? undefined : "b") : "a");

/** Whether nothing is established of what is said on a thing: then that is said once, and not with each value. */
export function isDoubtful(entry: Entry): boolean {
  const values = entry.changes.flatMap((c) => [c.a, c.b]).filter((v) => v !== null && v !== undefined);
  return values.length > 0 && values.every((v) => v.standing === "unverified");
}

/** What to call each of the two: as the server does, unless that tells neither which is which. */
export function labels(difference: Difference, mine: string, theirs: string): [string, string] {
  const { a, b } = difference;
  const full = (s: Difference["a"]) => `${s.name} ${s.version}`;
  if (full(a) === full(b)) return [`${full(a)}, ${mine}`, `${full(b)}, ${theirs}`];
  return [a.label, b.label];
}

/** A part of a line, and whether the other side lacks it. */
export interface Piece {
  text: string;
  own: boolean;
}
export type Line = readonly Piece[];

/** Words of one line that are compared one by one; a longer line is marked as a whole. */
const MAX_WORDS = 300;
/** When less than this share of the words is common, two lines are two statements and not one that was changed. */
const LEAST_COMMON = 0.4;

/**
 * What of two values is not in the other. A list is compared line by line. Of two versions of one statement the words that changed are marked; statements of
 * two countries stand beside each other as they are, for nobody changed the one into the other.
 */
export function marked(a: readonly string[] | undefined, b: readonly string[] | undefined, isOneCountry: boolean): [Line[], Line[]] {
  const all = (lines: readonly string[] | undefined, own: boolean) => (lines ?? []).map((text) => [{ text, own }]);
  if (!a || !b) return [all(a, isOneCountry), all(b, isOneCountry)];
  const [one, two] = [a[0], b[0]];
  if (a.length === 1 && b.length === 1 && one !== undefined && two !== undefined) {
    if (!isOneCountry) return [all(a, false), all(b, false)];
    const [left, right] = words(one, two);
    return [[left], [right]];
  }
  // Where two countries have nothing in common a mark on everything says nothing.
  if (!isOneCountry && !a.some((line) => b.includes(line))) return [all(a, false), all(b, false)];
  const against = (lines: readonly string[], other: readonly string[]) => lines.map((text) => [{ text, own: !other.includes(text) }]);
  return [against(a, b), against(b, a)];
}

/** Two lines with the words marked that are not in the longest common sequence of their words. */
function words(a: string, b: string): [Line, Line] {
  const [x, y] = [a.split(" "), b.split(" ")];
  const whole: [Line, Line] = [[{ text: a, own: true }], [{ text: b, own: true }]];
  if (x.length > MAX_WORDS || y.length > MAX_WORDS) return whole;
  // common[i][j]: the length of the longest common sequence of x from i and y from j.
  const common = Array.from({ length: x.length + 1 }, () => new Uint16Array(y.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = x.length - 1; i >= 0; i -= 1) {
    for (let j = y.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row) row[j] = x[i] === y[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  if (at(0, 0) / Math.max(x.length, y.length) < LEAST_COMMON) return whole;
  const own: [boolean[], boolean[]] = [[], []];
  for (let i = 0, j = 0; i < x.length || j < y.length; ) {
    if (i < x.length && j < y.length && x[i] === y[j]) {
      own[0].push(false);
      own[1].push(false);
      i += 1;
      j += 1;
    } else if (j >= y.length || (i < x.length && at(i + 1, j) >= at(i, j + 1))) {
      own[0].push(true);
      i += 1;
    } else {
      own[1].push(true);
      j += 1;
    }
  }
  return [joined(x, own[0]), joined(y, own[1])];
}

/** Words put together again, those that are marked alike in one piece. */
function joined(all: readonly string[], own: readonly boolean[]): Line {
  const line: Piece[] = [];
  all.forEach((word, i) => {
    const last = line.at(-1);
    const is = own[i] ?? false;
    if (last && last.own === is) last.text += ` ${word}`;
    else line.push({ text: word, own: is });
  });
  return line;
}
