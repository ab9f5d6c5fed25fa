import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, PHONE, Window } from "./browser";
import { Server } from "./server";

let server: Server;
let browser: Browser;
let lead: Window;
let customs: Window;

const opened = (id: string) => Window.as(id, browser, server);

beforeAll(async () => {
  server = await Server.start({ traffic: false });
  browser = await launch();
  lead = await opened("demo-namanga-joc-lead");
  customs = await opened("demo-namanga-customs");
});
afterAll(async () => {
  for (const w of [lead, customs]) expect(w?.faults).toEqual([]);
  await browser?.close();
  expect(await server?.stop()).toBe(0);
});

const POST = "/posts/namanga";

test("the first officer who comes begins the shift, and others see it at once", async () => {
  await lead.go("/");
  await lead.page.getByRole("link", { name: "On duty" }).click();
  await lead.page.getByText("Nobody has come to this shift yet").waitFor();
  expect(await lead.barriers()).toEqual([]);
  await customs.go(POST);
  await customs.page.getByRole("button", { name: "I am on duty" }).click();
  const ours = customs.page.getByRole("article", { name: "Customs", exact: true });
  await ours.getByText("1 here, 2 needed").waitFor();
  await ours.getByText("Missing for").first().waitFor();
  await customs.page.getByRole("button", { name: "I leave" }).waitFor();
  // The window of the lead moves by itself.
  await lead.page.getByRole("article", { name: "Customs", exact: true }).getByText("1 here, 2 needed").waitFor();
  expect(await lead.barriers()).toEqual([]);
});

test("the lead writes down those of the neighbour, who have no account here", async () => {
  const { page } = lead;
  await page.getByRole("button", { name: "Write somebody down" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Write somebody down" }).click();
  await dialog.getByText("Fill this in").first().waitFor();
  await dialog.getByLabel("Name").fill("Made Up Juma");
  await dialog.getByRole("button", { name: /Agency/ }).click();
  await page.getByRole("option", { name: "Port health (Tanzania)" }).click();
  expect(await lead.barriers()).toEqual([]);
  await dialog.getByRole("button", { name: "Write somebody down" }).click();
  await dialog.waitFor({ state: "detached" });
  const theirs = page.getByRole("article", { name: "Port health (Tanzania)" });
  await theirs.getByText("Made Up Juma").waitFor();
  await theirs.getByText("1 here, 1 needed").waitFor();
  // Twice is once.
  await page.getByRole("button", { name: "Write somebody down" }).click();
  await dialog.getByLabel("Name").fill("Made Up Juma");
  await dialog.getByRole("button", { name: /Agency/ }).click();
  await page.getByRole("option", { name: "Port health (Tanzania)" }).click();
  await dialog.getByRole("button", { name: "Write somebody down" }).click();
  await dialog.getByText("Made Up Juma is on duty already.").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await theirs.getByRole("button", { name: "Made Up Juma leaves" }).click();
  await theirs.getByText("1 was here before").waitFor();
});

test("an outage stands at the post and at headquarters until it works again", async () => {
  const { page } = customs;
  await page.getByRole("button", { name: "Something does not work" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /What does not work/ }).click();
  await page.getByRole("option", { name: "Line" }).click();
  await dialog.getByLabel("In words").fill("made up: no line to headquarters");
  await dialog.getByText("The post works by hand meanwhile").click();
  expect(await customs.barriers()).toEqual([]);
  await dialog.getByRole("button", { name: "Something does not work" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("1 outage").waitFor();

  const headquarters = await opened("demo-bms-duty");
  await headquarters.go("/posts");
  const line = headquarters.page.getByRole("listitem").filter({ hasText: "Namanga" });
  await line.getByText("By hand").waitFor();
  await line.getByText("1 outage").waitFor();
  expect(await headquarters.barriers()).toEqual([]);
  await line.getByRole("link").click();
  await headquarters.page.getByText("made up: no line to headquarters").waitFor();
  expect(await headquarters.page.getByRole("button", { name: "I am on duty" }).count()).toBe(0);
  expect(headquarters.faults).toEqual([]);
  await headquarters.close();

  await lead.page.getByRole("button", { name: "It works again" }).click();
  await lead.page.getByRole("dialog").getByRole("button", { name: "It works again" }).click();
  await lead.page.getByText("lasted", { exact: false }).waitFor();
});

test("what is left open is handed over, and the lead reports", async () => {
  const { page } = customs;
  await page.getByRole("button", { name: "Hand over" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Hand over" }).click();
  await dialog.getByText("Fill this in").waitFor();
  await dialog.getByLabel("In words").fill("made up: the scanner is slow");
  await dialog.getByRole("button", { name: "Hand over" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("Waits to be taken over").waitFor();
  expect(await page.getByRole("button", { name: "Take over" }).count()).toBe(0);
  // The lead is of customs too, and somebody else.
  await lead.page.getByRole("button", { name: "Take over" }).click();
  await lead.page.getByRole("dialog").getByRole("button", { name: "Take over" }).click();
  await page.getByText("Taken over", { exact: true }).waitFor();

  await lead.page.getByRole("button", { name: "Make the report" }).click();
  const report = lead.page.getByRole("dialog");
  await report.getByText("Longest wait").waitFor();
  await report.getByLabel("In words").fill("made up: a quiet shift");
  expect(await lead.barriers()).toEqual([]);
  await report.getByRole("button", { name: "Make the report" }).click();
  await report.waitFor({ state: "detached" });
  await page.getByText("made up: a quiet shift").waitFor();
  await page.getByText("Earlier shifts").click();
  await page.getByRole("link", { name: /shift, \d/ }).click();
  await page.getByRole("link", { name: "To the shift of now" }).waitFor();
  expect(await customs.barriers()).toEqual([]);
});

test("on a phone and from right to left nothing is out of reach", async () => {
  for (const [size, language] of [
    [PHONE, "en"],
    [undefined, "ur"],
  ] as const) {
    const small = await Window.open(browser, server.url, { ...(size && { viewport: size }), language });
    await small.signIn(await server.officer("demo-namanga-customs"));
    await small.go(POST);
    await small.page.locator(".post-agency").first().waitFor();
    expect(await small.barriers()).toEqual([]);
    expect(await small.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await small.close();
  }
});
