import { expect, test } from "vitest";
import { NO_PURPOSE, question, several, toggled } from "./question";

test("nothing is asked before it is said who and what", () => {
  expect(question({})).toBeUndefined();
  expect(question({ agency: "A" })).toBeUndefined();
  expect(question({ kind: "remark" })).toBeUndefined();
  expect(question({ agency: "A", kind: "remark" })).toMatchObject({ officer: { agency: "A", roles: [] }, record: { kind: "remark" } });
});

test("an account stands for all that is described of an officer", () => {
  expect(question({ account: "me", agency: "A", roles: "joc", kind: "hit" })?.officer).toEqual({ account: "me" });
});

test("a question says what the address says", () => {
  const asked = question({
    ...{ agency: "A", at: "bridge", roles: "frontline,joc", purposes: "health", clearance: "2", kind: "hit", topic: "risk", owner: "B" },
    ...{ where: "bridge", tlp: "RED", level: "secret", silent: "true", own: "false", released: "TWO", action: "export" },
  });
  expect(asked).toEqual({
    officer: { agency: "A", desk: undefined, point: "bridge", roles: ["frontline", "joc"], purposes: ["health"], clearance: 2 },
    record: {
      ...{ kind: "hit", topic: "risk", agency: "B", point: "bridge", tlp: "RED", classification: "secret" },
      ...{ silent: true, own: false, releasable_to: ["TWO"] },
    },
    action: "export",
    purpose: undefined,
  });
});

test("no purpose is another question than the officer's first purpose", () => {
  expect(question({ agency: "A", kind: "hit", purpose: NO_PURPOSE })?.purpose).toBe("");
  expect(question({ agency: "A", kind: "hit", clearance: "much" })?.purpose).toBeUndefined();
  expect(question({ agency: "A", kind: "hit", clearance: "much" })?.officer.clearance).toBe(0);
});

test("words are put into a field and taken out of it", () => {
  expect(several("a,,b")).toEqual(["a", "b"]);
  expect(toggled("a", "b", true)).toBe("a,b");
  expect(toggled("a,b", "b", true)).toBe("a,b");
  expect(toggled("b", "b", false)).toBeUndefined();
});
