/** One segment of an interchange, with the number that the server's problems name it by. */
export interface Segment {
  number: number;
  tag: string;
  rest: string;
}

interface Marks {
  element: string;
  release: string;
  terminator: string;
}

const DEFAULT: Marks = { element: "+", release: "?", terminator: "'" };
const ADVICE = 9;

/**
 * Cuts an interchange (UN/EDIFACT, ISO 9735) into the segments that the server counts: line breaks and control characters taken out, what stands before
 * the first service segment skipped, the service string advice not counted, and a service segment given back that was swallowed by one without its end.
 */
export function segmentsOf(body: string): Segment[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: telex networks put them in
  const text = body.replace(/^\uFEFF/, "").replace(/[\0-\x08\n\x0b-\x1b]/g, "");
  const segments: Segment[] = [];
  let marks = DEFAULT;
  let at = begin(text);
  while (at >= 0) {
    while (/\s/.test(text.charAt(at))) at += 1;
    if (at >= text.length) break;
    if (text.startsWith("UNA", at) && text.length >= at + ADVICE) {
      marks = { element: text.charAt(at + 4), release: text.charAt(at + 6), terminator: text.charAt(at + 8) };
      at += ADVICE;
      continue;
    }
    const end = ending(text, at, marks);
    const whole = text.slice(at, end);
    const lost = swallowed(whole, marks);
    const own = lost > 0 ? whole.slice(0, lost) : whole;
    segments.push({ number: segments.length + 1, tag: own.slice(0, 3), rest: own.slice(3) });
    at = lost > 0 ? at + lost : end + 1;
  }
  return segments;
}

function begin(text: string): number {
  const advice = /UNA.{6}\s*UN/.exec(text);
  if (advice) return advice.index;
  for (const tag of ["UNB", "UNG", "UNH"]) {
    const found = new RegExp(`${tag}\\s*[!-/:-@[-\`{-~]`).exec(text);
    if (found) return found.index;
  }
  return -1;
}

function ending(text: string, from: number, { terminator, release }: Marks): number {
  for (let i = text.indexOf(terminator, from); i >= 0; i = text.indexOf(terminator, i + 1)) {
    let releases = 0;
    while (release !== " " && text.charAt(i - 1 - releases) === release && i - 1 - releases >= from) releases += 1;
    if (releases % 2 === 0) return i;
  }
  return text.length;
}

/** Shorter than this nothing was swallowed. Characters. */
const PLAIN = 24;

function swallowed(segment: string, { element }: Marks): number {
  if (segment.length < PLAIN) return 0;
  for (let i = segment.indexOf("UN", 3); i >= 0; i = segment.indexOf("UN", i + 1)) {
    const rest = segment.slice(i, i + 64);
    if (rest.startsWith(`UNH${element}`) && rest.includes("PAXLST")) return i;
    if (rest.startsWith(`UNB${element}`) && rest.includes("UNO")) return i;
  }
  return 0;
}

/** Segments shown around the one that is wrong; a list of 8 MB has a hundred thousand. */
export const SHOWN = 400;

/** The part of a long interchange to begin with: the faulty segment with what surrounds it, else the beginning. */
export function around(count: number, segment: number, shown = SHOWN): [number, number] {
  const from = Math.max(0, Math.min(segment - 1 - Math.floor(shown / 4), count - shown));
  return [from, Math.min(count, from + shown)];
}
