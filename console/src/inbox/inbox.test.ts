import { beforeAll, expect, test } from "vitest";
import { Problem, problemText } from "../api/problem";
import type { Assignment, Party } from "../api/types";
import { use } from "../i18n";
import { en } from "../i18n/en";
import { agenciesAt, moved, partyOf } from "./addressee";
import { endedNow, forgetEnded, heard } from "./ended";
import { arrivals, inboxSearch, isLate, isLink, isOf, isUnseen, offered, shareGone, step, wanted } from "./inbox";
import { type Names, partyText, told } from "./told";

beforeAll(() => use("en", en));

const officer = { id: "me", agency: "IMM", desk: "gate.imm", point: "gate", roles: ["frontline", "supervisor"] };
const by = (at_us: number) => ({ officer: "other", agency: "CUS", at_us });
const nobody = { agency: null, point: null, role: null, desk: null, officer: null };
const party = (of: Party) => ({ ...nobody, ...of });

function assignment(id: string, of: Partial<Assignment> = {}): Assignment {
  return {
    ...{ id, kind: "referral", title: "Referral", state: "new", owed: "Look", about_kind: "", about: "", point: "gate" },
    ...{ from: party({ desk: "gate.cus" }), to: party({ agency: "IMM", point: "gate" }), made: by(0), due_us: 100, rungs_left: 1 },
    ...{ hands: [], told: [], notes: [], commands: [], version: 1 },
    ...of,
  };
}

test("an officer is one of a party when every part that is stated fits", () => {
  expect(isOf({ agency: "IMM", point: "gate" }, officer)).toBe(true);
  expect(isOf(party({ agency: "IMM", point: "other" }), officer)).toBe(false);
  expect(isOf({ role: "supervisor" }, officer)).toBe(true);
  expect(isOf({ role: "supervisor", agency: "CUS" }, officer)).toBe(false);
  expect(isOf({ role: "duty", point: "" }, { ...officer, point: "", roles: ["duty"] })).toBe(true);
  expect(isOf({ role: "supervisor", point: "" }, officer)).toBe(false);
  expect(isOf(party({}), officer)).toBe(false);
});

test("it is not seen as long as those whom the officer is one of have not seen it", () => {
  expect(isUnseen(assignment("a"), "owes", officer)).toBe(true);
  expect(isUnseen(assignment("a", { acknowledged: by(1) }), "owes", officer)).toBe(false);
  const rung = { to: party({ role: "supervisor", point: "gate" }), at_us: 5, reason: "" };
  expect(isUnseen(assignment("a", { acknowledged: by(1), told: [rung] }), "owes", officer)).toBe(true);
  expect(isUnseen(assignment("a", { to: party({ agency: "CUS" }), told: [{ ...rung, acknowledged: by(6) }] }), "owes", officer)).toBe(
    false,
  );
  expect(isUnseen(assignment("a", { acknowledged: by(1) }), "owed", officer)).toBe(false);
  const end = { kind: "answered", text: "", by: by(9) };
  expect(isUnseen(assignment("a", { end }), "owes", officer)).toBe(false);
});

test("it is late when its time is over and it has not ended", () => {
  expect([99, 100, 101].map((now) => isLate(assignment("a"), now))).toEqual([false, false, true]);
  expect(isLate(assignment("a", { end: { kind: "declined", text: "", by: by(9) } }), 200)).toBe(false);
  expect([-5, 50, 500].map((now) => shareGone(assignment("a"), now))).toEqual([0, 0.5, 1]);
});

test("filters look at what is loaded", () => {
  const all = [assignment("late"), assignment("seen", { acknowledged: by(1) }), assignment("soon", { due_us: 900 })];
  const ids = (late: boolean, unseen: boolean) => wanted(all, { late, unseen }, "owes", officer, 500).map((a) => a.id);
  expect(ids(false, false)).toEqual(["late", "seen", "soon"]);
  expect(ids(true, false)).toEqual(["late", "seen"]);
  expect(ids(true, true)).toEqual(["late"]);
});

test("news is what came since, by being made, handed on or told; not what another page brings", () => {
  const known = new Set(["known"]);
  const handed = assignment("handed", { hands: [{ from: party({ agency: "CUS" }), reason: "", by: by(20) }] });
  const shown = [assignment("known", { made: by(20) }), assignment("old"), assignment("made", { made: by(20) }), handed];
  expect(arrivals(known, shown, 10).map((a) => a.id)).toEqual(["made", "handed"]);
});

test("actions stand in their order, whatever order the server names them in", () => {
  const commands = ["acknowledge", "note", "answer", "unheard_of"];
  expect(offered(assignment("a", { commands })).map((x) => x.command)).toEqual(["answer", "acknowledge", "note"]);
});

test("a step stays in the list", () => {
  const ids = ["a", "b", "c"];
  expect(step(ids, undefined, 1)).toBe("a");
  expect(step(ids, "gone", -1)).toBe("a");
  expect(step(ids, "a", 1)).toBe("b");
  expect(step(ids, "c", 1)).toBe("c");
  expect(step(ids, "a", -1)).toBe("a");
  expect(step([], "a", 1)).toBeUndefined();
});

test("only a page elsewhere under https or one of the console's own is a link", () => {
  expect(["https://example.test/a", "/crossings/1"].filter(isLink)).toHaveLength(2);
  const others = ["http://example.test", "javascript:alert(1)", "//example.test", "/\\example.test", "/\t/example.test", "", "crossings"];
  expect(others.filter(isLink)).toEqual([]);
});

test("the address keeps what is known and nothing else", () => {
  expect(inboxSearch({ side: "owed", id: 7, late: true, unseen: false, kind: "", more: "x" })).toEqual({
    side: "owed",
    id: "7",
    late: "true",
  });
});

test("whoever is not at the new place is no longer meant", () => {
  const desks = [
    { id: "gate.imm", name: "", agency: "IMM", point: "gate" },
    { id: "gate.imm2", name: "", agency: "IMM", point: "gate" },
    { id: "hq", name: "", agency: "CUS", point: null },
  ];
  expect(agenciesAt(desks, "gate")).toEqual(["IMM"]);
  expect(agenciesAt(desks, "")).toEqual(["CUS"]);
  const to = { how: "agency", point: "gate", id: "IMM" } as const;
  expect(moved(to, { point: "" }, desks).id).toBe("");
  expect(moved(to, { how: "desk" }, desks).id).toBe("");
  expect(moved({ how: "role", point: "gate", id: "duty" }, { point: "" }, desks)).toEqual({ how: "role", point: "", id: "duty" });
  expect(partyOf(to)).toEqual({ agency: "IMM", point: "gate" });
  expect(partyOf({ how: "desk", point: "gate", id: "gate.imm" })).toEqual({ desk: "gate.imm" });
  expect(partyOf({ how: "role", point: "", id: "duty" })).toEqual({ role: "duty", point: "" });
  expect(partyOf({ ...to, id: "" })).toBeUndefined();
});

test("what has ended is remembered, the last first, until somebody else signs in", () => {
  heard({ kind: "assignment.made.v1", assignment: "a" });
  heard({ kind: "assignment.answered.v1", assignment: "b" });
  heard({ kind: "assignment.withdrawn.v1", assignment: "c" });
  heard({ kind: "assignment.answered.v1", assignment: "b" });
  expect(endedNow()).toEqual(["b", "c"]);
  forgetEnded();
  expect(endedNow()).toEqual([]);
});

const names: Names = {
  agency: (id) => ({ IMM: "Immigration", CUS: "Customs" })[id] ?? id,
  point: (id) => (id === "gate" ? "The gate" : id),
  desk: (id) => (id === "gate.cus" ? { name: "Hall", agency: "CUS", point: "gate" } : undefined),
  officer: (id) => (id === "other" ? "A. Other" : id),
};

test("parties are told by their names", () => {
  expect(partyText(party({ agency: "IMM", point: "gate" }), names)).toBe("Immigration · The gate");
  expect(partyText({ desk: "gate.cus" }, names)).toBe("Customs · Hall · The gate");
  expect(partyText({ role: "duty", point: "" }, names)).toBe("Duty officer · national desk");
  expect(partyText({ desk: "gate.cus" }, names, "gate")).toBe("Customs · Hall");
  expect(partyText({ point: "gate" }, names, "gate")).toBe("The gate");
  expect(partyText({ desk: "unknown" }, names)).toBe("unknown");
  expect(partyText(party({}), names)).toBe("nobody");
});

test("what is refused is said of the assignment and not of a crossing, with names instead of ids", () => {
  const said = (code: string, fields: Record<string, unknown>) => problemText(told(new Problem({ code, status: 409, fields }), names));
  expect(said("over", { ending: "answered", officer: "other" })).toBe("It has ended already, by A. Other.");
  expect(said("not_yours", { to: { agency: "IMM", point: "gate" } })).toBe("It is owed by Immigration · The gate. Only they can do that.");
  expect(said("in_the_past", { seconds: 7 })).toBe("The deadline has passed already. State a later time.");
  expect(said("busy", {})).toBe(en["problem.busy"]);
});
