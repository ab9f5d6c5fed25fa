/**
 * What a keyboard-wedge reader types: the two or three lines of a machine-readable zone (ICAO Doc 9303 part 3), each ended by Enter, a tab, or nothing.
 *
 * Only completeness is decided here. What the lines say, and whether they are right, is for the server; nothing is repaired but what the cable adds: case,
 * control characters, and blanks that make a line longer than any zone's.
 */

/** Characters of a line: cards (TD1), older cards and small visas (TD2, MRV-B), passports and visas (TD3, MRV-A). */
const WIDTHS = [30, 36, 44] as const;
/** A line may have lost or doubled this many characters and is still a line: the server says what is wrong with it. */
const SLACK = 4;
/** Of a line, this share may be characters that no zone has: a smudge read as a sign. */
const SMUDGED = 0.15;

export interface Step {
  /** The lines so far, of a document that is not complete. */
  lines: readonly string[];
  /** A complete document. */
  document?: readonly string[];
  /** Typed by hand: a name, a plate, a number. */
  search?: string;
}

const NOTHING: Step = { lines: [] };

/** A line as the reader meant it: upper case, without what stands around it. Blanks inside go only where the line is of a zone's width without them. */
export function lineOf(raw: string): string {
  const line = raw
    .replace(/[\p{Cc}\u00a0\ufeff]/gu, " ")
    .trim()
    .toUpperCase();
  const tight = line.replace(/ /g, "");
  return WIDTHS.some((w) => tight.length === w) && !WIDTHS.some((w) => line.length === w) ? tight : line;
}

export function isZoneLine(line: string): boolean {
  const { length } = line;
  if (length < WIDTHS[0] - SLACK || length > WIDTHS[2] + SLACK) return false;
  const other = line.replace(/[A-Z0-9< ]/g, "").length;
  // Names and sentences have blanks but no fillers and few digits.
  return other <= length * SMUDGED && (line.includes("<") || (/\d{6}/.test(line) && !line.includes(" ")));
}

const widest = (lines: readonly string[]): number => Math.max(...lines.map((l) => l.length));

/** Lines that the document has which begins like this. */
export function needed(lines: readonly string[]): 2 | 3 {
  const width = widest(lines);
  return width < (WIDTHS[0] + WIDTHS[1]) / 2 ? 3 : 2;
}

/** The first line of a passport, visa or large card holds no digit and its second always does; a small card's first line begins with its code and holds one. */
function begins(line: string, before: readonly string[]): boolean {
  if (before.length === 0 || !/^[PVIAC][A-Z<][A-Z<]{3}/.test(line)) return false;
  return needed(before) === 2 ? !/\d/.test(line) && line.includes("<<") : /^[IAC]/.test(line) && /\d/.test(line) && before.length > 1;
}

/** Cuts what some readers send as one line: 88, 72 or 90 characters. */
function cut(line: string): readonly string[] {
  const width = { 88: 44, 72: 36, 90: 30 }[line.length];
  return width ? (line.match(new RegExp(`.{${width}}`, "gu")) ?? [line]) : [line];
}

/** Takes what stands in the box when a line ends, together with the lines before it. */
export function entered(lines: readonly string[], raw: string): Step {
  const pieces = raw
    .split(/[\r\n\t]+/)
    .map(lineOf)
    .flatMap(cut)
    .filter(Boolean);
  if (pieces.length === 0) return { lines };
  if (lines.length === 0 && pieces.length === 1 && !isZoneLine(pieces[0] ?? "")) return { ...NOTHING, search: raw.trim() };
  let gathered = [...lines];
  for (const piece of pieces) {
    if (begins(piece, gathered)) gathered = [];
    gathered.push(piece);
    if (gathered.length >= needed(gathered)) return { lines: [], document: gathered };
  }
  return { lines: gathered };
}

/** Takes what stands in the box while it is typed: a document whose last line nobody ends is complete when that line is as long as those before it. */
export function typed(lines: readonly string[], raw: string): Step | undefined {
  if (/[\r\n]/.test(raw)) return entered(lines, raw);
  const line = lineOf(raw);
  const first = lines[0];
  const last = first !== undefined && lines.length + 1 === needed(lines) && line.length === first.length;
  // Joined lines pass 72 on the way to 88 and 88 on the way to 90: only what can be nothing longer is complete.
  const joined = first === undefined && ((/^[PV]/.test(line) && line.length === 88) || (/^[IAC]/.test(line) && line.length === 90));
  if (last ? WIDTHS.some((w) => w === line.length) && isZoneLine(line) : joined) return entered(lines, raw);
  return undefined;
}

/** Whether what is being typed is the beginning of a line of a zone, so that nothing is searched for meanwhile. */
export const isReading = (lines: readonly string[], raw: string): boolean =>
  lines.length > 0 || raw.includes("<") || lineOf(raw).length > 26;

/** The columns in which two lines differ, from 0. */
export function differences(a: string, b: string): number[] {
  const columns: number[] = [];
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) if (a[i] !== b[i]) columns.push(i);
  return columns;
}
