import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LAPTOP, launch, PHONE, Window } from "./browser";
import { Folder } from "./folder";
import { Server, type Session } from "./server";

/** Whatever is shown, it is shown of a border that lives: lists, people, trucks, holds. */
let server: Server;
let browser: Browser;
let looks: Session;
let inbox = "";

beforeAll(async () => {
  server = await Server.start({ traffic: true });
  browser = await launch();
  looks = await server.session("demo-jkia-immigration-arrivals");
  // Something to read: another version, and what differs in it.
  const draft = Folder.changed("screens.2");
  await (await server.session("demo-bms-duty")).post("/framework/versions", { files: draft.texts(), note: "Made up for the test" });
  draft.remove();
  // And something owed, by whoever looks at the screens.
  const asks = await server.session("demo-jkia-customs-baggage");
  inbox = (
    await asks.post<{ id: string }>("/assignments", {
      ...{ kind: "request.information", to: { agency: "DIS", point: "jkia" }, owed: "Made up for the test" },
      ...{ about_kind: "crossing", about: await newest("traveller") },
    })
  ).id;
});
afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
});

/** The newest crossing of a kind at the airport. */
const newest = async (subject: string): Promise<string> =>
  (await looks.get<{ crossings: { id: string }[] }>(`/crossings?point=jkia&subject=${subject}&limit=1`)).crossings[0]?.id ?? "";

const SCREENS: [string, () => Promise<string>][] = [
  ["overview", async () => "/"],
  ["board", async () => "/points/jkia"],
  ["desk", async () => "/desk"],
  ["flights", async () => "/flights"],
  ["flight", async () => `/flights/${await newest("flight")}`],
  ["crossing", async () => `/crossings/${await newest("traveller")}`],
  ["open", async () => "/open"],
  ["inbox", async () => "/inbox"],
  ["one of the inbox", async () => `/inbox?id=${inbox}`],
  ["measures", async () => "/measures"],
  ["what is behind a measure", async () => "/measures?who=DIS&figure=made"],
  ["who is on duty", async () => "/posts/jkia"],
  ["requests", async () => "/requests?side=by&all=yes"],
  ["notices", async () => "/notices"],
  ["intake", async () => "/intake"],
  ["versions", async () => "/framework?view=versions"],
  ["differences", async () => "/framework?view=differences"],
  ["comparison", async () => "/framework?view=differences&compare=folder"],
  ["account", async () => "/account"],
  ["notifications", async () => "/notifications"],
  ["design", async () => "/design"],
  ["docs", async () => "/docs/api"],
];

/** What the owner of a list sees. */
const OWNER = "demo-nps-duty";
const OWNED: [string, () => Promise<string>][] = [
  ["hits", async () => "/hits"],
  ["one hit", async () => `/hits?id=${await hit()}`],
  ["hits that are over", async () => "/hits?closed=yes"],
  ["lists", async () => "/lists"],
  ["one list", async () => "/lists?id=warrants"],
  ["editions", async () => "/lists?id=interpol-notices&editions=yes"],
];

/** What the secretariat sees, which keeps the books of a committee. */
const SECRETARY = "demo-bms-duty";
const SAT: [string, () => Promise<string>][] = [
  ["posts of a country", async () => "/posts"],
  ["bodies", async () => "/bodies"],
  ["one body", async () => "/bodies/bcocc"],
  ["a meeting that was held", async () => `/meetings/${await meeting("closed")}`],
  ["a meeting that is called", async () => `/meetings/${await meeting("called")}`],
];

/** A meeting of the committee. */
const meeting = async (state: string): Promise<string> => {
  const all = await (await server.session(SECRETARY)).get<{ meetings: { id: string; state: string }[] }>("/bodies/bcocc/meetings");
  return all.meetings.find((m) => m.state === state)?.id ?? "";
};

/** A hit on a list of the owner. */
const hit = async (): Promise<string> => {
  const owner = await server.session(OWNER);
  const open = await owner.get<{ hits: { id: string }[] }>("/hits");
  return (open.hits[0] ?? (await owner.get<{ hits: { id: string }[] }>("/hits?open=false")).hits[0])?.id ?? "";
};

const LOOKS = [
  { name: "a laptop", viewport: LAPTOP },
  { name: "a laptop at night", viewport: LAPTOP, dark: true },
  { name: "a phone", viewport: PHONE },
  { name: "a laptop in Urdu", viewport: LAPTOP, language: "ur" },
];

async function fits(window: Window, path: () => Promise<string>): Promise<void> {
  await window.go(await path());
  expect(await window.barriers()).toEqual([]);
  expect(await window.overflows()).toBe(false);
  expect(window.faults.splice(0)).toEqual([]);
}

describe.each(LOOKS)("on $name", (look) => {
  let window: Window;
  let owner: Window;
  let keeper: Window;
  beforeAll(async () => {
    window = await Window.as("demo-jkia-immigration-arrivals", browser, server, look);
    owner = await Window.as(OWNER, browser, server, look);
    keeper = await Window.as(SECRETARY, browser, server, look);
  });
  afterAll(async () => {
    await window.close();
    await owner.close();
    await keeper.close();
  });

  test.each(SCREENS)("%s has no barriers, fits and keeps to itself", (_, path) => fits(window, path));

  test.each(OWNED)("%s, for the owner of a list, has no barriers, fits and keeps to itself", (_, path) => fits(owner, path));

  test.each(SAT)("%s, for the secretariat, has no barriers, fits and keeps to itself", (_, path) => fits(keeper, path));
});

test("in Urdu everything runs from right to left, and no English of the console is left", async () => {
  const window = await Window.as("demo-jkia-immigration-arrivals", browser, server, { language: "ur" });
  for (const path of [
    "/",
    "/desk",
    "/flights",
    "/inbox",
    "/intake",
    "/framework?view=versions",
    "/framework?view=differences",
    "/account",
  ]) {
    await window.go(path);
    expect(await window.page.evaluate(() => document.documentElement.dir)).toBe("rtl");
    for (const word of ["Overview", "Waiting", "Messages", "Sign out", "Purpose", "Select an item", "Loading", "Search", "Proposed"]) {
      expect(await window.page.getByText(word, { exact: true }).count(), `${word} on ${path}`).toBe(0);
    }
  }
  await window.close();
});

test("every page says that what it shows is made up", async () => {
  const window = await Window.as("demo-jkia-immigration-arrivals", browser, server);
  for (const [, path] of SCREENS.filter(([name]) => name !== "docs")) {
    await window.go(await path());
    await window.page.getByText("are made up").first().waitFor();
  }
  await window.close();
});

test("when the server goes away the page says so, and when the officer's session ends it asks to sign in", async () => {
  const own = await Server.start({ traffic: false });
  const window = await Window.as("demo-namanga-gate", browser, own);
  await window.page.getByText("Live", { exact: true }).waitFor();
  await own.stop();
  await window.page.getByText("Not live").waitFor();
  await window.close();
});
