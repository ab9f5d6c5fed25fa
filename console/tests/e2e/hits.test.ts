import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Hit } from "../../src/api/types";
import { launch, PHONE, Window } from "./browser";
import { Server, type Session } from "./server";

let server: Server;
let browser: Browser;
let duty: Window;
let second: Window;
let lead: Window;
let desk: Session;

const window = async (officer: string) => Window.as(officer, browser, server);

beforeAll(async () => {
  server = await Server.start({ traffic: false });
  browser = await launch();
  desk = await server.session("demo-jkia-immigration-arrivals");
  duty = await window("demo-nps-duty");
  second = await window("demo-nps-supervisor");
  lead = await window("demo-jkia-joc-lead");
});
afterAll(async () => {
  for (const w of [duty, second, lead]) expect(w?.faults).toEqual([]);
  await browser?.close();
  expect(await server?.stop()).toBe(0);
});

const WANTED = "Made Up Eriksson";
const REASON = "made up for a test";

/** Somebody arrives at the airport. */
const arrives = async (surname: string): Promise<string> => {
  const subject = {
    ...{ kind: "traveller", surname, given: "MADE UP", birth: "1974-08-12", nationality: "UTO" },
    document: { kind: "P", number: "L898902C3", issuer: "UTO" },
  };
  const body = { point: "jkia", procedure: "air-passenger-arrival", direction: "inbound", arrived: true, subject };
  return (await desk.post<{ card: { id: string } }>("/crossings", body)).card.id;
};

test("one officer puts somebody on a list, and another approves it", async () => {
  const { page } = duty;
  await duty.go("/lists");
  await page.getByRole("link", { name: "Warrants of arrest" }).click();
  await page.getByText("Nothing was put on this list by hand").waitFor();
  await page.getByRole("button", { name: "Put on the list" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Ask for approval" }).click();
  await dialog.getByText("Fill this in").first().waitFor();
  await dialog.getByLabel("Names").fill(WANTED);
  await dialog.getByLabel("Birth date").fill("yesterday");
  await dialog.getByLabel("Reason").fill(REASON);
  expect(await duty.barriers()).toEqual([]);
  await dialog.getByRole("button", { name: "Ask for approval" }).click();
  await dialog.getByText("This is no birth date").waitFor();
  await dialog.getByLabel("Birth date").fill("1974-08-12");
  await dialog.getByLabel("Days").fill("99999");
  await dialog.getByRole("button", { name: "Ask for approval" }).click();
  await dialog.getByText("A whole number").nth(1).waitFor();
  await dialog.getByLabel("Days").fill("30");
  await dialog.getByRole("button", { name: "Ask for approval" }).click();
  await dialog.waitFor({ state: "detached" });
  const entry = page.getByRole("article", { name: WANTED });
  await entry.getByText("Somebody else of your agency approves it.").waitFor();
  expect(await entry.getByRole("button", { name: "Approve" }).count()).toBe(0);

  await second.go("/lists?id=warrants");
  await second.page.getByRole("article", { name: WANTED }).getByRole("button", { name: "Approve" }).click();
  await second.page.getByRole("article", { name: WANTED }).getByText("Searched", { exact: true }).waitFor();
  // The page of whoever asked for it moves by itself.
  await entry.getByText("Searched", { exact: true }).waitFor();
});

test("a hit comes by itself, is compared by two, answered by the owner and done", async () => {
  const { page } = duty;
  await duty.go("/hits");
  await page.getByText("No hit is open").waitFor();
  const crossing = await arrives("ERIKSSON");
  await page.getByRole("link", { name: "MADE UP ERIKSSON" }).click();
  await page.locator(".hit-sides").getByText("The same").first().waitFor();
  expect(await duty.barriers()).toEqual([]);

  await duty.page.getByRole("button", { name: "Compare" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Compare" }).click();
  await dialog.getByText("Fill this in").waitFor();
  await dialog.getByLabel("Reason").fill(REASON);
  await dialog.getByRole("button", { name: "Compare" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Second factor" }).click();
  await dialog
    .getByRole("button", { name: /Second factor$/ })
    .first()
    .click();
  await page.getByRole("option", { name: "Birth date" }).click();
  await dialog.getByLabel("Reason").fill(REASON);
  expect(await duty.barriers()).toEqual([]);
  await dialog.getByRole("button", { name: "Second factor", exact: true }).last().click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("Waits for a second person, who has not looked at it yet.").waitFor();

  // The supervisor of the crossing sees that somebody is to be called, and nothing else.
  const counter = await window("demo-jkia-immigration-arrivals");
  await counter.go(`/crossings/${crossing}`);
  await counter.page.getByText("Call a supervisor before this goes on.").waitFor();
  expect(await counter.page.getByText("Warrants").count()).toBe(0);

  await second.go("/hits");
  await second.page.getByRole("link", { name: "MADE UP ERIKSSON" }).click();
  await second.page.getByRole("button", { name: "Second person" }).click();
  await second.page.getByRole("dialog").getByLabel("Reason").fill(REASON);
  await second.page.getByRole("dialog").getByRole("button", { name: "Second person" }).click();
  await second.page.locator(".inbox-detail").getByText("Confirmed", { exact: true }).waitFor();

  await page.getByRole("button", { name: "Answer for the list" }).click();
  await dialog.getByLabel("What is to be said").fill("hold the person at the counter");
  await dialog.getByRole("button", { name: "Answer for the list" }).click();
  await dialog.waitFor({ state: "detached" });

  // The operations centre, to which the list is overt, says what was done.
  await lead.go("/hits");
  await lead.page.getByRole("link", { name: "MADE UP ERIKSSON" }).click();
  await lead.page.getByText("hold the person at the counter").waitFor();
  await lead.page.getByRole("button", { name: "Say what was done" }).click();
  await lead.page.getByRole("dialog").getByLabel("What is to be said").fill("arrested at the counter");
  await lead.page.getByRole("dialog").getByRole("button", { name: "Say what was done" }).click();
  await lead.page.locator(".inbox-detail").getByText("The one, and it was done").waitFor();
  await counter.page.getByText("Call a supervisor before this goes on.").waitFor({ state: "detached" });
  expect(counter.faults).toEqual([]);
  await counter.close();
});

test("a silent hit is nowhere but with its owner", async () => {
  const owner = await server.session("demo-nis-duty");
  const wanted = { subject: "person", names: ["Made Up Nyota"], born: ["1974-08-12"], reason: REASON };
  const { id } = await owner.post<{ id: string }>("/lists/intelligence-watch/entries", wanted);
  await (await server.session("demo-nis-supervisor")).post(`/lists/intelligence-watch/entries/${id}/commands`, { command: "approve" });
  const watch = await window("demo-nis-duty");
  await watch.go("/hits");
  await arrives("NYOTA");
  await watch.page.getByRole("link", { name: "MADE UP NYOTA" }).click();
  await watch.page.locator(".inbox-detail").getByText("Silent", { exact: true }).waitFor();
  const [hit] = (await owner.get<{ hits: Hit[] }>("/hits")).hits;
  for (const other of [lead, duty]) {
    await other.go("/hits");
    await other.page.getByText("No hit is open").waitFor();
    await other.go(`/hits?id=${hit?.id}`);
    await other.page.getByText("There is no such hit").waitFor();
    // The browser notes down the answer itself.
    expect(other.faults.splice(0).every((f) => f.includes("404"))).toBe(true);
  }
  await watch.close();
});

test("a damaged edition is refused whole, each wrong record by name; a whole one waits for another's approval", async () => {
  const { page } = duty;
  await duty.go("/lists?id=interpol-notices&editions=yes");
  await page.getByText("No edition was brought").waitFor();
  await page.getByRole("button", { name: "Bring an edition" }).click();
  const dialog = page.getByRole("dialog");
  const bring = async (text: string) => {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), dialog.getByRole("button", { name: "Choose files" }).click()]);
    await chooser.setFiles({ name: "notices.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await dialog.getByLabel("Where it comes from").fill("made up, issue 1");
    await dialog.getByRole("button", { name: "Bring it" }).click();
  };
  await bring("id,name\n1,Anna Made Up\n2,\n");
  await dialog.getByText("Some records could not be read").waitFor();
  await dialog.getByRole("table").getByText("has no name").waitFor();
  expect(await duty.barriers()).toEqual([]);
  await bring("id,name,born\n1,Anna Made Up,1974\n2,Bo Made Up,1980\n");
  await dialog.waitFor({ state: "detached" });
  const edition = page.getByRole("article", { name: "made up, issue 1" });
  await edition.getByText("2 added").waitFor();
  await edition.getByRole("button", { name: "Show the 2 differences" }).click();
  await edition.getByText("Bo Made Up").waitFor();
  expect(await duty.barriers()).toEqual([]);
  await second.go("/lists?id=interpol-notices&editions=yes");
  await second.page.getByRole("button", { name: "Approve" }).click();
  await edition.getByText("Searched", { exact: true }).waitFor();
  expect(duty.faults.splice(0).every((f) => f.includes("422"))).toBe(true);
});

test("on a phone a hit stands below the list, and nothing is cut off", async () => {
  const phone = await Window.as("demo-nps-duty", browser, server, { viewport: PHONE });
  await phone.go("/hits?closed=yes");
  await phone.page.getByRole("link", { name: "MADE UP ERIKSSON" }).click();
  await phone.page.locator(".hit-sides").waitFor();
  expect(await phone.overflows()).toBe(false);
  expect(await phone.barriers()).toEqual([]);
  await phone.close();
});
