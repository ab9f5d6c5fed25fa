import { expect, test } from "vitest";
import type { Finding } from "../api/types";
import { gravest, groups, marked } from "./findings";

function finding(code: string, severity: Finding["severity"], more: Partial<Finding> = {}): Finding {
  const place = { file: "a.toml", line: 1, column: 1 };
  return { code, severity, title: code, message: "m", why: "w", mend: "do", place, item: null, line: null, width: 0, ...more };
}

test("the gravest come first, then the most frequent, each kind once", () => {
  const all = [finding("N1", "note"), finding("W2", "warning"), finding("W1", "warning"), finding("W2", "warning"), finding("E1", "error")];
  expect(groups(all).map((g) => [g.code, g.findings.length])).toEqual([
    ["E1", 1],
    ["W2", 2],
    ["W1", 1],
    ["N1", 1],
  ]);
  expect(groups(all, "note").map((g) => g.code)).toEqual(["N1"]);
});

test("a remedy stands once where it is the same, and with each finding where it is not", () => {
  expect(groups([finding("A", "note"), finding("A", "note")])[0]?.mend).toBe("do");
  expect(groups([finding("A", "note"), finding("A", "note", { mend: "else" })])[0]?.mend).toBeUndefined();
});

test("what is shown first is what somebody has to do", () => {
  const none = { day: "2026-09-01", findings: [] };
  expect(gravest({ ...none, errors: 1, warnings: 2, notes: 3 })).toBe("error");
  expect(gravest({ ...none, errors: 0, warnings: 2, notes: 3 })).toBe("warning");
  expect(gravest({ ...none, errors: 0, warnings: 0, notes: 3 })).toBe("note");
});

test("the part of the line that is meant is marked by characters, not by bytes", () => {
  const place = { file: "a.toml", line: 1, column: 8 };
  expect(marked(finding("A", "note", { place, line: 'né = "x"', width: 1 }))).toEqual(['né = "x', '"', ""]);
  expect(marked(finding("A", "note", { place: { ...place, column: 6 }, line: 'né = "😀" # x', width: 3 }))).toEqual([
    "né = ",
    '"😀"',
    " # x",
  ]);
  expect(marked(finding("A", "note"))).toEqual(["", "", ""]);
});
