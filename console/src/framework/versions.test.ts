import { afterEach, expect, test, vi } from "vitest";
import { Problem, problemOf } from "../api/problem";
import type { Version, Versions } from "../api/types";
import { use } from "../i18n";
import { en } from "../i18n/en";
import { approve, propose, withdraw } from "./queries";
import { faults, idOf, isOutdated, isWhole, refreshIn } from "./versions";

// The client takes its address from the page when it is loaded.
vi.hoisted(() => vi.stubGlobal("location", { origin: "http://mpaka.test" }));
use("en", en);
const fetched = vi.fn<(request: Request) => Promise<Response>>();
vi.stubGlobal("fetch", fetched);
afterEach(() => fetched.mockReset());

const MINUTE_US = 60_000_000;

function version(name: string, state: Version["state"], more: Partial<Version> = {}): Version {
  const proof = { proved: 28, open: [], unproved: null };
  const may = { may_approve: false, may_withdraw: false };
  return {
    version: name,
    state,
    digest: name,
    note: "",
    base: "1",
    proposed_by: "o",
    proposed_us: 1,
    warnings: 0,
    notes: 0,
    ...proof,
    ...may,
    ...more,
  };
}

const list = (...versions: Version[]): Versions => ({ now_us: 0, in_force: "1", may_propose: true, versions });

test("the list is asked for again at the moment at which a version comes into force, by the server's clock", () => {
  expect(refreshIn(undefined, 0, 1)).toBe(20_000);
  expect(refreshIn(list(version("2", "proposed")), 0, 1)).toBe(20_000);
  const soon = list(version("3", "approved", { effective_us: MINUTE_US * 60 }), version("2", "approved", { effective_us: MINUTE_US / 4 }));
  expect(refreshIn(soon, 0, 1)).toBe(15_000);
  expect(refreshIn(soon, 0, 10)).toBe(1_500);
  // It is due, and the server's answer has not come yet.
  expect(refreshIn(soon, MINUTE_US, 1)).toBe(1_000);
});

test("a version is whole when every guarantee is proved, and there is one", () => {
  expect(isWhole(version("1", "proposed"))).toBe(true);
  expect(isWhole(version("1", "proposed", { proved: 0 }))).toBe(false);
  expect(isWhole(version("1", "proposed", { proved: null }))).toBe(false);
  expect(isWhole(version("1", "proposed", { open: ["one does not hold"] }))).toBe(false);
  expect(isWhole(version("1", "proposed", { unproved: "no solver" }))).toBe(false);
});

test("only a proposal is out of date when another version has come into force", () => {
  expect(isOutdated(version("3", "proposed", { base: "1" }), "2")).toBe(true);
  expect(isOutdated(version("3", "proposed", { base: "2" }), "2")).toBe(false);
  expect(isOutdated(version("2", "in_force", { base: "1" }), "2")).toBe(false);
});

test("a version that was withdrawn and proposed again is another one", () => {
  expect(idOf(version("2", "withdrawn", { proposed_us: 1 }))).not.toBe(idOf(version("2", "proposed", { proposed_us: 2 })));
});

/** What the server was last asked. */
async function asked(): Promise<[string, unknown]> {
  const request = fetched.mock.lastCall?.[0];
  if (!request) throw new Error("nothing was asked");
  return [`${request.method} ${new URL(request.url).pathname}`, await request.json()];
}

test("what is proposed goes with its files and why it is wanted", async () => {
  fetched.mockResolvedValue(Response.json(version("2", "proposed"), { status: 201 }));
  expect((await propose({ "framework.toml": "id" }, " sooner \n")).version).toBe("2");
  expect(await asked()).toEqual(["POST /api/v1/framework/versions", { files: { "framework.toml": "id" }, note: "sooner" }]);
});

test("an approval states its time, or none for now, and a withdrawal its reason", async () => {
  fetched.mockImplementation(async () => Response.json(version("2026.10", "approved")));
  await approve("2026.10", 5);
  expect(await asked()).toEqual(["POST /api/v1/framework/versions/2026.10/approval", { effective_us: 5 }]);
  await approve("2026.10", undefined);
  expect(await asked()).toEqual(["POST /api/v1/framework/versions/2026.10/approval", {}]);
  await withdraw("2026.10", " not yet ");
  expect(await asked()).toEqual(["POST /api/v1/framework/versions/2026.10/withdrawal", { reason: "not yet" }]);
});

test("errors of a framework are told one by one, with how many there are in all; other problems have none", async () => {
  const fault = {
    code: "MF0012",
    message: "there is no ladder `x`",
    mend: "write `y`",
    place: { file: "clocks.toml", line: 8, column: 10 },
  };
  const refusal = { code: "framework_errors", detail: "the framework has 62 errors", fields: { errors: 62, findings: [fault] } };
  fetched.mockResolvedValue(Response.json(refusal, { status: 422 }));
  const problem = problemOf(await propose({}, "why").catch((e: unknown) => e));
  expect(problem.status).toBe(422);
  expect(faults(problem)).toEqual({ count: 62, faults: [fault] });
  expect(faults(new Problem({ code: "framework_errors", detail: "there is no header" }))).toEqual({ count: 0, faults: [] });
  expect(faults(new Problem({ code: "busy", fields: { findings: [fault] } })).faults).toEqual([]);
});
