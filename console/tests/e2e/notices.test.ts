import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, PHONE, Window } from "./browser";
import { Server } from "./server";

let server: Server;
let browser: Browser;
let writer: Window;
let second: Window;
let customs: Window;

const TITLE = "Export permit for maize (made up for the test)";
const DAY_MS = 86_400_000;

const opened = (id: string, options: Parameters<typeof Window.open>[2] = {}) => Window.as(id, browser, server, options);

/** A local time so many days ahead, as the field takes it. */
const ahead = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 16);

beforeAll(async () => {
  server = await Server.start({ traffic: false });
  browser = await launch();
  writer = await opened("demo-namanga-tz-duty");
  second = await opened("demo-namanga-tz-supervisor");
  customs = await opened("demo-namanga-customs");
  // Two trucks: one with maize, one whose goods have no code.
  const gate = await server.session("demo-namanga-gate");
  for (const [plate, hs] of [
    ["T 001 AAA", "100590"],
    ["T 002 AAA", ""],
  ])
    await gate.post("/crossings", {
      ...{ point: "namanga", procedure: "osbp-truck", direction: "inbound", arrived: true },
      subject: { kind: "truck", plate, company: "Savanna Freight", goods: [{ text: "Maize", hs }] },
    });
});
afterAll(async () => {
  for (const w of [writer, second, customs]) expect(w?.faults).toEqual([]);
  await browser?.close();
  expect(await server?.stop()).toBe(0);
});

test("one officer writes a notice, and nobody else knows of it", async () => {
  const { page } = writer;
  await writer.go("/");
  await page.getByRole("link", { name: "Notices" }).click();
  await page.getByRole("button", { name: "Write a notice" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Write a notice" }).click();
  await dialog.getByText("Fill this in").first().waitFor();
  await dialog.getByText("Name goods, or who or what crosses.").waitFor();
  await dialog.getByLabel("Title").fill(TITLE);
  await dialog.getByLabel("What changes, and why").fill("Maize leaves with a permit only.");
  await dialog.getByLabel("What has to be done from then on").fill("Ask for the permit before the truck is sent.");
  await dialog.getByLabel("Act, regulation or gazette notice").fill("Made up");
  await dialog.getByLabel("Takes effect").fill(ahead(-2));
  await dialog.getByText("That time is past.", { exact: false }).waitFor();
  await dialog.getByLabel("Takes effect").fill(ahead(2));
  await dialog.getByLabel("Goods by code").fill("1005, x");
  await dialog.getByText("A code has 2, 4, 6, 8 or 10 digits.").waitFor();
  await dialog.getByLabel("Goods by code").fill("1005");
  expect(await writer.barriers()).toEqual([]);
  await dialog.getByRole("button", { name: "Write a notice" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("heading", { name: TITLE }).waitFor();
  await page.getByText("Nobody outside the agency sees this yet.", { exact: false }).waitFor();
  expect(await page.getByRole("button", { name: "Issue" }).count()).toBe(0);
  expect(await writer.barriers()).toEqual([]);
  await customs.go("/notices");
  await customs.page.getByText("No notice is disclosed to you").waitFor();
});

test("another issues it, and it is seen what it will hit and who has to acknowledge it", async () => {
  const { page } = second;
  await second.go("/notices");
  await page.getByRole("link", { name: TITLE }).click();
  await page.getByRole("button", { name: "Issue" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Issue" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByText("1 crossing within 72 hours of the time of effect.").waitFor();
  await page.getByText("1 whose goods have no clear code").waitFor();
  await page.getByRole("button", { name: "List them" }).click();
  await page.getByText("T 001 AAA").waitFor();
  await page.getByText("T 002 AAA").waitFor();
  expect(await second.barriers()).toEqual([]);
  // The list of the other side of the border moves by itself.
  await customs.page.getByText("Your agency has not acknowledged").waitFor();
});

test("the post acknowledges it, by the way of the inbox", async () => {
  const { page } = customs;
  await page.getByRole("link", { name: /Inbox/ }).click();
  await page.getByText(TITLE).first().click();
  await page.getByRole("link", { name: "Read the notice, and answer there" }).click();
  await page.getByRole("button", { name: "Acknowledge" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("In words").fill("told the yard (made up)");
  expect(await customs.barriers()).toEqual([]);
  await dialog.getByRole("button", { name: "Acknowledge" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("told the yard (made up)").waitFor();
  expect(await page.getByRole("button", { name: "Acknowledge" }).count()).toBe(0);
  // Whoever issued it sees it at once.
  await second.page.getByText("told the yard (made up)").waitFor();
  // The officer at the booth is told of it on the file.
  await page.getByRole("button", { name: "List them" }).click();
  await page.getByRole("link", { name: /T 002 AAA/ }).click();
  await page.getByText("applies from", { exact: false }).waitFor();
  await page.getByText("The goods have no code, or one too short to tell", { exact: false }).waitFor();
  expect(await customs.barriers()).toEqual([]);
});

test("what is withdrawn stays to be read, with the reason", async () => {
  const { page } = second;
  await page.getByRole("button", { name: "Withdraw" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Withdraw" }).click();
  await dialog.getByText("Fill this in").waitFor();
  await dialog.getByLabel("Reason").fill("the ministry took it back (made up)");
  await dialog.getByRole("button", { name: "Withdraw" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("the ministry took it back (made up)").waitFor();
  await customs.go("/notices");
  await customs.page.getByRole("heading", { name: "Over", exact: true }).waitFor();
});

test("on a phone and from right to left nothing is out of reach", async () => {
  for (const [size, language] of [
    [PHONE, "en"],
    [undefined, "ur"],
  ] as const) {
    const small = await opened("demo-namanga-customs", { ...(size && { viewport: size }), language });
    await small.go("/notices");
    await small.page.getByRole("link", { name: TITLE }).click();
    await small.page.locator(".notices-steps").waitFor();
    expect(await small.barriers()).toEqual([]);
    expect(await small.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await small.close();
  }
});
