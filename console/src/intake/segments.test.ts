import { expect, test } from "vitest";
import { around, segmentsOf } from "./segments";

const LIST =
  "UNA:+.? 'UNB+UNOA:4+AIRLINE1+NATIONAL+260101:1200+1'UNH+PAX001+PAXLST:D:05B:UN:IATA'BGM+745'NAD+FL+++O?'NEIL:ANNA'UNT+4+PAX001'UNZ+1+1'";

test("the advice is not counted, and a released terminator ends nothing", () => {
  const segments = segmentsOf(LIST);
  expect(segments.map((s) => s.tag)).toEqual(["UNB", "UNH", "BGM", "NAD", "UNT", "UNZ"]);
  expect(segments[3]).toEqual({ number: 4, tag: "NAD", rest: "+FL+++O?'NEIL:ANNA" });
});

test("line breaks and what stands before the list do not count", () => {
  const wrapped = `QU NBOXX\r\n.SITA 010101\r\n${LIST.replace(/(.{40})/g, "$1\r\n")}`;
  expect(segmentsOf(wrapped)).toEqual(segmentsOf(LIST));
});

test("a message swallowed by a segment without its end is given back", () => {
  const damaged = "UNB+UNOA:4+A+B+260101:1200+1UNH+1+PAXLST:D:05B:UN'BGM+745'";
  expect(segmentsOf(damaged).map((s) => s.tag)).toEqual(["UNB", "UNH", "BGM"]);
});

test("two releases before a terminator take each other away", () => {
  expect(segmentsOf("UNB+A??'UNH+1'").map((s) => s.rest)).toEqual(["+A??", "+1"]);
});

test("what is no interchange has no segments", () => {
  expect(segmentsOf("good morning")).toEqual([]);
  expect(segmentsOf("")).toEqual([]);
});

test("the faulty segment is in the part that is shown", () => {
  expect(around(50, 7, 100)).toEqual([0, 50]);
  expect(around(1000, 500, 100)).toEqual([474, 574]);
  expect(around(1000, 1000, 100)).toEqual([900, 1000]);
  expect(around(0, 0, 100)).toEqual([0, 0]);
});
