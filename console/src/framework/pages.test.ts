import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { createElement, type ReactNode } from "react";
import { prerenderToNodeStream } from "react-dom/static";
import { beforeEach, expect, test, vi } from "vitest";
import { Problem } from "../api/problem";
import { demoOfficersQuery, frameworkQuery, sessionQuery } from "../api/queries";
import type { Change, Compared, Difference, Session, Sharing, Version, Versions } from "../api/types";
import { use } from "../i18n";
import { en } from "../i18n/en";
import { FrameworkPage } from "./FrameworkPage";
import { differenceQuery, sharingQuery, versionsQuery } from "./queries";
import { Refused } from "./Refused";
import { explorerSearch } from "./search";

/** 2026-11-25, 09:00 UTC: noon in the country. */
const NOW_US = Date.UTC(2026, 10, 25, 9) * 1000;
const HOUR_US = 3_600_000_000;

// The client takes its address from the page when it is loaded.
vi.hoisted(() => vi.stubGlobal("location", { origin: "http://mpaka.test" }));
vi.stubGlobal("sessionStorage", { getItem: () => null });
vi.mock("../api/clock", async (actual) => ({ ...(await actual<object>()), useNow: () => NOW_US, serverNow: () => NOW_US }));
use("en", en);

/** What the server answers, by the path below the API. */
let answers: Record<string, unknown>;
vi.stubGlobal("fetch", async (request: Request) => {
  const { pathname, search } = new URL(request.url);
  const found = answers[pathname.replace("/api/v1", "") + search];
  return found === undefined ? Response.json({ code: "not_found" }, { status: 404 }) : Response.json(found);
});

beforeEach(() => {
  const session: Session = {
    demo: true,
    framework: { id: "utopia", name: "Utopia", version: "1" },
    clock: { now_us: NOW_US, rate: 1 },
    csrf: "c",
    officer: null,
  };
  answers = {
    "/session": session,
    "/framework": {
      id: "utopia",
      name: "Utopia",
      state: "UTO",
      version: "1",
      time_zone: "Etc/GMT-3",
      agencies: [],
      points: [{ id: "p", time_zone: "Etc/GMT-3" }],
    },
    "/demo/officers": [
      { id: "o-1", name: "Amina Secretary" },
      { id: "o-2", name: "Omar Chair" },
    ],
  };
});

/** What stands on a page, with what is removed or added between brackets, and the names of what can be pressed. */
interface Drawn {
  text: string;
  buttons: string[];
}

async function drawn(node: ReactNode, client = new QueryClient()): Promise<Drawn> {
  const { prelude } = await prerenderToNodeStream(createElement(QueryClientProvider, { client }, node));
  let html = "";
  for await (const part of prelude) html += String(part);
  const plain = (of: string) =>
    of
      .replace(/<!--.*?-->/g, "")
      .replace(/<[^>]*>/g, " ")
      .replace(/&amp;/g, "&")
      .replace(/\s+/g, " ")
      .trim();
  const buttons = [...html.matchAll(/<button([^>]*)>(.*?)<\/button>/g)].map(
    ([, its = "", inside = ""]) => /aria-label="([^"]*)"/.exec(its)?.[1] ?? plain(inside),
  );
  const marks = html
    .replace(/<span class="visually-hidden"[^>]*>.*?<\/span>/g, "")
    .replace(/<del>(.*?)<\/del>/g, "[-$1-]")
    .replace(/<ins>(.*?)<\/ins>/g, "[+$1+]")
    .replace(/<mark>(.*?)<\/mark>/g, "[$1]");
  return { text: plain(marks), buttons };
}

/** The explorer at an address, as the server's answers make it; without what only a browser draws. */
async function page(address: string, asks: (client: QueryClient) => Promise<unknown>[] = () => []): Promise<Drawn> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const always = [client.fetchQuery(sessionQuery), client.fetchQuery(frameworkQuery), client.fetchQuery(demoOfficersQuery)];
  await Promise.all([...always, client.fetchQuery(versionsQuery), ...asks(client)]);
  const root = createRootRoute();
  const shell = createRoute({ getParentRoute: () => root, id: "shell" });
  const explorer = createRoute({
    getParentRoute: () => shell,
    path: "/framework",
    validateSearch: explorerSearch,
    component: FrameworkPage,
  });
  const router = createRouter({
    routeTree: root.addChildren([shell.addChildren([explorer])]),
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  await router.load();
  // biome-ignore lint/suspicious/noExplicitAny: the library knows of the app's router, and this is a smaller one
  return drawn(createElement(RouterProvider, { router: router as any }), client);
}

/** Versions are proposed in the order of their names, which are numbers. */
function version(name: string, state: Version["state"], more: Partial<Version> = {}): Version {
  const proof = { proved: 28, open: [], unproved: null };
  const may = { may_approve: false, may_withdraw: false };
  const proposed = { note: "", base: "1", proposed_by: "o-1", proposed_us: NOW_US - 1000 * (100 - Number(name)) };
  return { version: name, state, digest: name, warnings: 1, notes: 2, ...proposed, ...proof, ...may, ...more };
}
const FIRST = version("1", "in_force", {
  proposed_by: "",
  base: "",
  proved: null,
  approved_by: "",
  approved_us: 1,
  effective_us: NOW_US - HOUR_US,
});
const known = (...versions: Version[]): Versions => ({ now_us: NOW_US, in_force: "1", may_propose: false, versions: [...versions, FIRST] });

test("a version tells who wanted it, why, and what was proved; who may decide is offered to", async () => {
  const may = { may_approve: true, may_withdraw: true };
  answers["/framework/versions"] = { ...known(version("2", "proposed", { note: "Answers come too late", ...may })), may_propose: true };
  const { text, buttons } = await page("/framework?view=versions");
  expect(text).toContain("Version 2 Proposed Answers come too late Proposed Amina Secretary, 25 Nov 2026, 11:59 Follows Version 1");
  expect(text).toContain("Checked 1 warning · 2 items not established Guarantees 28 guarantees proved");
  expect(text).toContain("Version 1 In force In force from 25 Nov 2026, 11:00 Etc/GMT-3 Proposed The server began with it");
  expect(text).toContain("Not proved here: nobody proposed it");
  expect(buttons.slice(-3)).toEqual(["Propose a version", "Withdraw version 2", "Approve version 2"]);
});

test("who may decide nothing is offered nothing", async () => {
  answers["/framework/versions"] = known(version("2", "proposed"));
  const { buttons } = await page("/framework?view=versions");
  expect(buttons.filter((b) => /Propose|Withdraw|Approve/.test(b))).toEqual([]);
});

test("what is not proved is told sentence by sentence, and that it stands in the way", async () => {
  answers["/framework/versions"] = known(
    version("3", "proposed", { proved: 0, unproved: "cvc5 was not found" }),
    version("2", "proposed", { proved: 27, open: ["medical-purpose: But an officer could read it."] }),
  );
  const { text } = await page("/framework?view=versions");
  expect(text).toContain("Nothing was proved cvc5 was not found It cannot be approved: not every guarantee is proved.");
  expect(text).toContain(
    "27 guarantees proved 1 guarantee not proved medical-purpose: But an officer could read it. It cannot be approved",
  );
});

test("from when an approved version is in force is told in the country's time, and how long until then", async () => {
  const approved = { approved_by: "o-2", approved_us: NOW_US, effective_us: NOW_US + 30 * HOUR_US };
  answers["/framework/versions"] = known(version("2", "approved", approved));
  const { text } = await page("/framework?view=versions");
  expect(text).toContain("Version 2 Approved In force from 26 Nov 2026, 18:00 Etc/GMT-3 in 1d 6h");
  expect(text).toContain("Approved Omar Chair, 25 Nov 2026, 12:00");
});

test("a withdrawn version tells by whom and why, and no longer from when it would have been in force", async () => {
  const withdrawn = { effective_us: NOW_US + HOUR_US, withdrawn_by: "o-1", withdrawn_us: NOW_US, reason: "Too early" };
  answers["/framework/versions"] = known(version("2", "withdrawn", withdrawn));
  const { text } = await page("/framework?view=versions");
  expect(text).toContain("Withdrawn Amina Secretary, 25 Nov 2026, 12:00 Why withdrawn Too early");
  expect(text.match(/In force from/g)).toHaveLength(1);
});

test("a proposal that another version has overtaken is not offered to be approved", async () => {
  answers["/framework/versions"] = known(version("3", "proposed", { base: "0", may_approve: true }));
  const { text, buttons } = await page("/framework?view=versions");
  expect(text).toContain("It was proposed when version 0 was in force, and now 1 is.");
  expect(buttons).not.toContain("Approve version 3");
});

const side = (label: string, lessons: string[] = []): Compared => ({ label, name: label, version: label, lessons });
const value = (line: string, standing: "sourced" | "unverified" = "sourced"): Change["a"] => ({ lines: [line], standing });
const DIFFERENCE: Difference = {
  a: side("Utopia 1"),
  b: side("Utopia 2"),
  by: "id",
  count: 2,
  sections: [
    { title: "Bodies", same: 4, entries: [] },
    {
      title: "Clocks",
      same: 21,
      entries: [
        { what: "hit", a: null, b: "Answer a hit", changes: [{ field: "answer within", a: null, b: value("1h", "unverified") }] },
        {
          what: "referral",
          a: "Answer",
          b: "Answer",
          changes: [{ field: "answer within", a: value("30m, running time"), b: value("20m, running time") }],
        },
      ],
    },
  ],
};
const differing = (client: QueryClient) => [client.fetchQuery(differenceQuery("2", "1"))];

test("the newest proposal is compared with what is in force: both sides, what changed, what is the same", async () => {
  answers["/framework/versions"] = known(version("2", "proposed"));
  answers["/framework/versions/2/difference?with=1"] = DIFFERENCE;
  const { text } = await page("/framework?view=differences", differing);
  expect(text).toContain("Utopia 1 and Utopia 2 2 things differ. Two versions of one country, compared item by item.");
  expect(text).toContain("Clocks 2 differ · 21 alike");
  expect(text).toContain("Answer a hit hit added Not established answer within 1h");
  expect(text).toContain("Answer referral answer within Utopia 1 [-30m,-] running time Utopia 2 [+20m,+] running time");
  expect(text).toContain("The same in both Bodies 4 alike");
});

test("the address can ask for no more than what one has and the other lacks", async () => {
  answers["/framework/versions"] = known(version("2", "proposed"));
  answers["/framework/versions/2/difference?with=1"] = DIFFERENCE;
  const { text } = await page("/framework?view=differences&version=%222%22&with=%221%22&only=%22true%22", differing);
  expect(text).toContain("Answer a hit");
  expect(text).not.toContain("referral");
});

test("two countries stand beside each other, with what each could learn of the other", async () => {
  answers["/framework/versions"] = known(version("2", "proposed"));
  answers["/framework/versions/2/difference?with=1"] = {
    ...DIFFERENCE,
    a: side("Utopia", ["Utopia meets weekly."]),
    b: side("Arcadia"),
    by: "role",
    sections: [
      {
        title: "Bodies",
        same: 0,
        entries: [
          { what: "secretariat", a: "BMS", b: "MOI", changes: [{ field: "chair", a: value("secretary"), b: value("minister") }] },
          { what: "joint centre", a: "JOC", b: null, changes: [] },
        ],
      },
    ],
  } satisfies Difference;
  const { text } = await page("/framework?view=differences", differing);
  expect(text).toContain("What Utopia has that Arcadia lacks Utopia meets weekly.");
  expect(text).toContain("secretariat Called Utopia BMS Arcadia MOI chair Utopia secretary Arcadia minister");
  expect(text).toContain("joint centre JOC only in Utopia");
});

test("what the sharing rules permit is told both ways, and what stays open is no proof", async () => {
  answers["/framework/versions"] = known(version("2", "proposed"));
  answers["/framework/versions/2/difference?with=1"] = DIFFERENCE;
  const sharing: Sharing = { a_more: [], b_more: [{ sentence: "an officer could read it", because: "forbidden by `x`" }], open: 0 };
  const asks = (client: QueryClient) => [...differing(client), client.fetchQuery(sharingQuery("2", "1"))];
  answers["/framework/versions/2/sharing?with=1"] = sharing;
  const proved = await page("/framework?view=differences", asks);
  expect(proved.text).toContain("What Utopia 1 permits and Utopia 2 refuses Nothing: whatever Utopia 1 permits, Utopia 2 permits too.");
  expect(proved.text).toContain("What Utopia 2 permits and Utopia 1 refuses an officer could read it forbidden by `x`");
  answers["/framework/versions/2/sharing?with=1"] = { ...sharing, open: 2 };
  const open = await page("/framework?view=differences", asks);
  expect(open.text).toContain("What Utopia 1 permits and Utopia 2 refuses No example was found.");
  expect(open.text).toContain("2 questions were not decided");
});

test("where there is one version there is nothing to compare but a folder", async () => {
  answers["/framework/versions"] = known();
  expect((await page("/framework?view=differences")).text).toContain("There is only one version");
  expect((await page("/framework?view=differences&compare=folder")).buttons).toEqual(
    expect.arrayContaining(["Choose a folder", "Compare"]),
  );
});

test("a refused framework tells each error with its place and its remedy, any other problem its sentence", async () => {
  const fault = {
    code: "MF0012",
    message: "there is no ladder `x`",
    mend: "did you mean `y`?",
    place: { file: "clocks.toml", line: 8, column: 10 },
  };
  const refusal = new Problem({ code: "framework_errors", status: 422, fields: { errors: 62, findings: [fault] } });
  expect((await drawn(createElement(Refused, { error: refusal }))).text).toBe(
    "The framework has 62 errors. It was not proposed: mend them and choose the folder again. The first 1 are told. MF0012 there is no ladder `x` clocks.toml:8:10 did you mean `y`?",
  );
  const other = new Problem({ code: "version_known", status: 409, fields: { code: "version_known", version: "2" } });
  expect((await drawn(createElement(Refused, { error: other }))).text).toBe(
    "Version 2 is known already. Give framework.toml a version of its own.",
  );
});
