import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RequestView } from "../../src/api/types";
import { done, launch, PHONE, Window } from "./browser";
import { Server, type Session } from "./server";

let server: Server;
let browser: Browser;
let ours: Window;
let theirs: Window;
let looks: Session;

/** The request that a page shows. */
const shown = async (window: Window): Promise<RequestView> => looks.get(`/requests/${window.page.url().split("/").pop()}`);
/** Chooses one of a select's options by its name. */
async function choose(window: Window, dialog: Locator, label: string, name: string): Promise<void> {
  await dialog.getByRole("button", { name: new RegExp(label) }).click();
  await window.page.getByRole("option", { name, exact: true }).or(window.page.getByRole("option", { name })).first().click();
}

beforeAll(async () => {
  server = await Server.start({ traffic: false });
  browser = await launch();
  looks = await server.session("demo-namanga-immigration-entry");
  ours = await Window.as("demo-namanga-immigration-entry", browser, server);
  theirs = await Window.as("demo-namanga-tz-immigration-entry", browser, server);
});
afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
});

test("an officer asks the neighbour on the agreement; what is missing is said first", async () => {
  const { page } = ours;
  await ours.go("/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Requests" }).click();
  await page.getByText("Nothing here").waitFor();
  expect(await ours.barriers()).toEqual([]);
  await page.getByRole("button", { name: "Ask for information" }).click();
  const dialog = page.getByRole("dialog");
  await choose(ours, dialog, "Which agency", "Immigration (Tanzania)");
  await dialog
    .getByText("East African Community One Stop Border Posts Act", { exact: false })
    .or(dialog.getByText("Terms of the working group", { exact: false }))
    .first()
    .waitFor();
  await dialog.getByRole("button", { name: "Ask for information" }).click();
  await dialog.getByText("Fill this in").first().waitFor();
  expect(await ours.barriers()).toEqual([]);
  await dialog.getByLabel("Name").fill("Made Up");
  await dialog.getByLabel(/^Number/).fill("X1234567");
  await dialog.getByLabel("Birth date").fill("31 May");
  await dialog.getByLabel("In a few words").fill("Whether a passport was reported stolen");
  await dialog.getByLabel("What is asked").fill("Was X1234567 reported stolen?");
  await dialog.getByRole("button", { name: "Ask for information" }).click();
  await dialog.getByText("31 May is no birth date").waitFor();
  await dialog.getByLabel("Birth date").fill("1980-05");
  await dialog.getByRole("button", { name: "Ask for information" }).click();
  await page.waitForURL(/\/requests\/.+/);
  await page.getByRole("heading", { name: "Whether a passport was reported stolen" }).waitFor();
  await page.getByText("Immigration (Tanzania) has not answered yet.").waitFor();
  expect((await shown(ours)).basis.agreement).toBe("osbp-tanzania");
  expect(await ours.barriers()).toEqual([]);
  expect(await ours.overflows()).toBe(false);
});

test("the neighbour finds it in the inbox and answers in part, with a ground", async () => {
  const { page } = theirs;
  await theirs.go("/inbox");
  await page.getByText("Whether a passport was reported stolen").first().click();
  await page.getByRole("link", { name: "Request for information" }).click();
  await page.getByRole("button", { name: "Answer", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "In part" }).click();
  await dialog.getByLabel("What is known").fill("It was reported stolen on 3 May.");
  await dialog.getByRole("button", { name: "Answer", exact: true }).click();
  await dialog.getByText("Fill this in").waitFor();
  await choose(theirs, dialog, "Why not all of it", "It would harm an investigation");
  expect(await theirs.barriers()).toEqual([]);
  await done(dialog, "Answer");
  await page.getByText("Answered in part").first().waitFor();
  // Whoever asked sees it without doing anything.
  await ours.page.getByText("It was reported stolen on 3 May.").waitFor();
});

test("a correction is known to be known, and what was recalled is gone from every screen", async () => {
  await theirs.page.getByRole("button", { name: "Correct", exact: true }).click();
  const dialog = theirs.page.getByRole("dialog");
  await dialog.getByLabel("What is known").fill("It was reported stolen on 4 May.");
  await dialog.getByLabel("Reason").fill("Misread");
  await done(dialog, "Correct");
  await ours.page.getByText("It was reported stolen on 4 May.").waitFor();
  await ours.page.getByRole("button", { name: "We know" }).click();
  await theirs.page.getByText("Immigration knows").waitFor();
  expect((await shown(ours)).changes[0]?.recipients[0]?.confirmed?.officer).toBe("demo-namanga-immigration-entry");
  await theirs.page.getByRole("button", { name: "Recall", exact: true }).click();
  await dialog.getByLabel("Reason").fill("It was about somebody else");
  await done(dialog, "Recall");
  await ours.page.getByText("Must not be used").first().waitFor();
  await ours.page.getByText("It was reported stolen on 4 May.").waitFor({ state: "detached" });
  expect(await ours.barriers()).toEqual([]);
});

test("whoever is no party is told so, and a phone shows all of it", async () => {
  const { page } = ours;
  const address = new URL(page.url()).pathname;
  await page.setViewportSize(PHONE);
  await ours.go(address);
  await page.getByRole("heading", { name: "Whether a passport was reported stolen" }).waitFor();
  expect(await ours.overflows()).toBe(false);
  expect(await ours.barriers()).toEqual([]);
  const stranger = await Window.as("demo-namanga-customs", browser, server);
  await stranger.go(address);
  await stranger.page.getByText("Not disclosed to you").waitFor();
});

test("an officer states that a request and a record of another system are about the same person, and withdraws it", async () => {
  const { page } = theirs;
  await page.getByRole("button", { name: "Say what is the same" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Say what is the same" }).click();
  await dialog.getByText("Fill this in").first().waitFor();
  await dialog.getByLabel("The other record").fill("/requests/nobody");
  await dialog.getByLabel("Reason").fill("The same number");
  await dialog.getByRole("button", { name: "Say what is the same" }).click();
  await dialog.getByText("There is no such record here").waitFor();
  expect(await theirs.barriers()).toEqual([]);
  await dialog.getByLabel("The other record").fill("77/2026");
  await dialog.getByLabel("Other system").fill("case files");
  await done(dialog, "Say what is the same");
  await page.getByText("case files").waitFor();
  await page.getByRole("button", { name: "Withdraw it" }).click();
  await dialog.getByLabel("Reason").fill("Another person");
  await done(dialog, "Withdraw it");
  await page.getByText("Another person").waitFor();
  expect(await theirs.barriers()).toEqual([]);
});
