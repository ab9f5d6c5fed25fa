import { expect, test } from "vitest";
import type { NoticeCard, NoticeRecipient } from "../api/types";
import { instant } from "../i18n/time";
import { byPoint, codes, inPart, isCode, localOf } from "./notices";

test("codes are apart by commas, and have an even number of digits", () => {
  expect(codes(" 1005, 1102.20 ;1005\n10 06")).toEqual(["1005", "1102.20", "10 06"]);
  expect(["10", "1005", "1102.20", "10 06", "1005901000"].every(isCode)).toBe(true);
  expect(["", "1", "100", "maize", "10-05", "123456789012"].some(isCode)).toBe(false);
});

test("a moment comes back as the field shows it, on both sides of a change of the clocks", () => {
  for (const zone of ["Africa/Nairobi", "Asia/Karachi", "Europe/Paris"])
    for (const at of ["2026-03-29T01:30", "2026-07-01T12:00", "2026-12-31T23:59"]) {
      const us = instant(at, zone) ?? 0;
      expect(localOf(us, zone)).toBe(at);
    }
});

const card = (id: string, state: string, effective_us: number) => ({ id, state, effective_us }) as NoticeCard;

test("what comes stands with the soonest first, what is over with the latest", () => {
  const all = [card("a", "coming", 2), card("b", "coming", 1), card("c", "withdrawn", 1), card("d", "ended", 2), card("e", "in_force", 0)];
  const ids = (states: string[]) => inPart(all, states).map((n) => n.id);
  expect([ids(["coming"]), ids(["in_force"]), ids(["ended", "withdrawn"])]).toEqual([["b", "a"], ["e"], ["d", "c"]]);
});

test("whoever has not acknowledged stands first, at the point where most are missing", () => {
  const who = (point: string, agency: string, done: boolean) =>
    ({ point, agency, acknowledged: done ? { at_us: 1 } : null }) as NoticeRecipient;
  const points = byPoint([who("x", "A", true), who("x", "B", false), who("y", "A", false), who("y", "B", false)]);
  expect(points.map((p) => [p.point, p.missing, p.recipients.map((r) => r.agency)])).toEqual([
    ["y", 2, ["A", "B"]],
    ["x", 1, ["B", "A"]],
  ]);
});
