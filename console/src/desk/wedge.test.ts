import { expect, test } from "vitest";
import { differences, entered, isReading, isZoneLine, lineOf, typed } from "./wedge";

/** The specimens of ICAO Doc 9303, parts 4 to 7. */
const TD3 = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const TD2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];
const TD1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];
const MRVA = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"];
const MRVB = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"];
const ALL = { TD3, TD2, TD1, MRVA, MRVB };

/** Types lines one after the other, each ended by Enter. */
function read(lines: readonly string[]) {
  let step = entered([], lines[0] ?? "");
  for (const line of lines.slice(1)) step = entered(step.lines, line);
  return step;
}

test.each(Object.entries(ALL))("%s is complete with its last line and not before", (_, specimen) => {
  expect(read(specimen.slice(0, -1))).toEqual({ lines: specimen.slice(0, -1) });
  expect(read(specimen)).toEqual({ lines: [], document: specimen });
});

test.each(Object.entries(ALL))("%s is the same in one piece, however its lines are ended", (_, specimen) => {
  for (const end of ["\r", "\n", "\r\n", "\t", "\r\n\r\n"]) {
    expect(entered([], specimen.join(end) + end).document).toEqual(specimen);
    expect(entered([], end + specimen.join(end)).document).toEqual(specimen);
  }
  expect(entered([], specimen.join("")).document).toEqual(specimen);
});

test.each(Object.entries(ALL))("%s needs no Enter after its last line", (_, specimen) => {
  const before = specimen.slice(0, -1);
  const last = specimen.at(-1) ?? "";
  for (let i = 1; i < last.length; i += 1) expect(typed(before, last.slice(0, i))).toBeUndefined();
  expect(typed(before, last)?.document).toEqual(specimen);
});

test("joined lines are complete by themselves where nothing longer begins alike", () => {
  const grow = (specimen: readonly string[]) => {
    const whole = specimen.join("");
    const at = [...whole].findIndex((_, i) => typed([], whole.slice(0, i + 1))?.document);
    return at < 0 ? undefined : at + 1;
  };
  expect([grow(TD3), grow(MRVA), grow(TD1)]).toEqual([88, 88, 90]);
  expect([grow(TD2), grow(MRVB)]).toEqual([undefined, undefined]);
});

test("case, stray blanks and control characters of the cable do not matter", () => {
  const [a = "", b = ""] = TD3;
  expect(read([`  ${a.toLowerCase()} `, `\u0002${b}\u0003`]).document).toEqual(TD3);
  expect(lineOf(`${a.slice(0, 10)} ${a.slice(10)}`)).toBe(a);
  // As wide as a zone's line with its blanks: they stand where fillers were, and the server says so.
  const blank = a.replace("ANNA<", "ANNA ");
  expect(lineOf(blank)).toBe(blank);
});

test("an empty line changes nothing, before, within or after a document", () => {
  expect(entered([], "")).toEqual({ lines: [] });
  expect(entered(TD3.slice(0, 1), " \r\n")).toEqual({ lines: TD3.slice(0, 1) });
});

test("a line that is too short or smudged is still a line, and the document complete", () => {
  const [a = "", b = ""] = TD3;
  expect(read([a.slice(0, 42), b]).document).toEqual([a.slice(0, 42), b]);
  expect(read([a, b.replace("Z", "?")]).document?.[1]).toContain("?");
});

test("a document put on the reader again begins anew", () => {
  const [first = ""] = TD3;
  expect(read([first, ...TD3]).document).toEqual(TD3);
  expect(read([...TD1.slice(0, 2), ...TD1]).document).toEqual(TD1);
});

test.each(["KCA 123X", "eriksson", "L898902C3", "MSKU1234565", "UTOPIA INTERNATIONAL AIRPORT HALL", "26UTO0000000000000001"])(
  "%s is typed by hand and searched for",
  (text) => {
    expect(entered([], ` ${text} `)).toEqual({ lines: [], search: text });
    expect(isZoneLine(lineOf(text))).toBe(false);
  },
);

test("nothing is searched for while a zone is typed", () => {
  expect(isReading([], "P<UTO")).toBe(true);
  expect(isReading(TD3.slice(0, 1), "L89")).toBe(true);
  expect(isReading([], "KCA 123X")).toBe(false);
});

test("differences are found by column", () => {
  expect(differences("ABC", "ABD")).toEqual([2]);
  expect(differences("ABC", "AB")).toEqual([2]);
  expect(differences("A", "A")).toEqual([]);
});
