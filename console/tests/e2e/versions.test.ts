import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Framework, Versions } from "../../src/api/types";
import { launch, Window } from "./browser";
import { Folder, PAKISTAN } from "./folder";
import { Server, type Session } from "./server";

/** A version from a folder on somebody's disk to the rules in force, through the hands of two people. The tests go on where the one before ended. */
let server: Server;
let browser: Browser;
let secretariat: Window;
let chair: Window;
let looks: Session;
let folder: Folder;

beforeAll(async () => {
  server = await Server.start({ traffic: false });
  browser = await launch();
  [secretariat, chair] = [await Window.as("demo-bms-duty", browser, server), await Window.as("demo-moi-office", browser, server)];
  looks = await server.session("demo-bms-duty");
  folder = Folder.changed("e2e.2");
});
afterAll(async () => {
  folder?.remove();
  await browser?.close();
  expect(await server?.stop()).toBe(0);
});

const VERSIONS = "/framework?view=versions";
const panel = (page: Page, version: string) => page.getByRole("region", { name: `Version ${version}` });
const named = async (version: string) => (await looks.get<Versions>("/framework/versions")).versions.find((v) => v.version === version);
/** What has the focus, so that nobody is lost when a dialog closes. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

test("what is wrong in a proposed framework is told with its place, and nothing is registered", async () => {
  const { page } = secretariat;
  folder.edit("clocks.toml", (text) => text.replace('ladder = "standard"', 'ladder = "standrad"'));
  await secretariat.go(VERSIONS);
  await page.getByRole("button", { name: "Propose a version" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Check, prove and propose" }).click();
  await dialog.getByText("Choose the folder", { exact: true }).waitFor();
  await dialog.getByText("Fill this in").waitFor();
  await dialog.locator("input[type=file]").setInputFiles(folder.path);
  await dialog.getByText(/^\d+ files, \d+ kB$/).waitFor();
  await dialog.getByLabel("Why it is wanted").fill("Referrals are answered sooner");
  await dialog.getByRole("button", { name: "Check, prove and propose" }).click();
  await dialog.getByText("there is no ladder `standrad`").waitFor();
  await dialog.getByText("clocks.toml:8:10").waitFor();
  expect(await secretariat.barriers()).toEqual([]);
  expect(await named("e2e.2")).toBeUndefined();
});

test("mended it is proved and proposed, and whoever proposed it is not offered to approve it", async () => {
  const { page } = secretariat;
  folder.edit("clocks.toml", (text) => text.replace("standrad", "standard"));
  const dialog = page.getByRole("dialog");
  const input = dialog.locator("input[type=file]");
  // As pressing the button does: a browser that is given the same folder again sees no change.
  await input.evaluate((chosen: HTMLInputElement) => {
    chosen.value = "";
  });
  await input.setInputFiles(folder.path);
  await dialog.getByText("there is no ladder `standrad`").waitFor({ state: "detached" });
  await dialog.getByText(/^\d+ files, \d+ kB$/).waitFor();
  await dialog.getByRole("button", { name: "Check, prove and propose" }).click();
  await dialog.waitFor({ state: "detached" });
  const version = panel(page, "e2e.2");
  await version.getByText("Proposed", { exact: true }).first().waitFor();
  await version.getByText("Referrals are answered sooner").waitFor();
  await version.getByText(/^\d+ guarantees proved$/).waitFor();
  expect(await focused(page)).toContain("e2e.2");
  expect(await version.getByRole("button", { name: "Withdraw" }).count()).toBe(1);
  expect(await page.getByRole("button", { name: "Approve" }).count()).toBe(0);
  expect(await named("e2e.2")).toMatchObject({ state: "proposed", proposed_by: "demo-bms-duty", open: [] });
});

test("what differs is shown side by side, and what the sharing rules permit is proved", async () => {
  const { page } = chair;
  await chair.go(VERSIONS);
  await panel(page, "e2e.2").getByRole("link").click();
  await chair.settled();
  const clocks = page.getByRole("region", { name: "Clocks" });
  expect(await clocks.locator("del").textContent()).toContain("30m");
  expect(await clocks.locator("ins").textContent()).toContain("20m");
  await page.getByRole("button", { name: "What the sharing rules permit" }).click();
  await page.getByText("Nothing: whatever").nth(1).waitFor();
  // The address is all that somebody else needs to see the same.
  await chair.go(new URL(page.url()).pathname + new URL(page.url()).search);
  await clocks.waitFor();
  expect(await chair.barriers()).toEqual([]);
});

test("somebody else approves it from a stated time, it is withdrawn, and approved again from now it is in force", async () => {
  const { page } = chair;
  await chair.go(VERSIONS);
  await page.getByRole("button", { name: "Approve version e2e.2" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "From a stated time" }).click();
  await dialog.getByLabel("Date and time").fill("2020-01-01T08:00");
  await dialog.getByRole("button", { name: "Approve" }).click();
  await dialog.getByText("State a time that is still to come").waitFor();
  expect(await chair.barriers()).toEqual([]);
  await dialog.getByLabel("Date and time").fill("2099-01-01T08:00");
  await dialog.getByRole("button", { name: "Approve" }).click();
  await dialog.waitFor({ state: "detached" });
  await panel(page, "e2e.2").getByText("1 Jan 2099, 08:00").waitFor();
  expect(await focused(page)).toContain("e2e.2");
  // In the time of the country, three hours ahead of UTC.
  expect((await named("e2e.2"))?.effective_us).toBe(Date.UTC(2099, 0, 1, 5) * 1000);

  await secretariat.page.getByRole("button", { name: "Withdraw version e2e.2" }).click();
  const withdrawal = secretariat.page.getByRole("dialog");
  await withdrawal.getByRole("button", { name: "Withdraw" }).click();
  await withdrawal.getByText("Fill this in").waitFor();
  await withdrawal.getByLabel("Reason").fill("Too far away");
  await withdrawal.getByRole("button", { name: "Withdraw" }).click();
  await withdrawal.waitFor({ state: "detached" });
  await panel(secretariat.page, "e2e.2").getByText("Too far away").waitFor();
  expect(await focused(secretariat.page)).toContain("e2e.2");

  await looks.post("/framework/versions", { files: folder.texts(), note: "Once more" });
  await chair.go(VERSIONS);
  await page.getByRole("button", { name: "Approve version e2e.2" }).click();
  await dialog.getByText("Crossings keep the version they started under").waitFor();
  await dialog.getByRole("button", { name: "Approve" }).click();
  await dialog.waitFor({ state: "detached" });
  await panel(page, "e2e.2").first().getByText("In force", { exact: true }).waitFor();
  await page.getByText("Kenya e2e.2").waitFor();
  expect((await looks.get<Framework>("/framework")).version).toBe("e2e.2");
  expect(await page.getByRole("button", { name: "Approve" }).count()).toBe(0);
});

test("another country's framework is compared from its folder, and the report is made for paper", async () => {
  const { page } = secretariat;
  await secretariat.go("/framework?view=differences&compare=folder");
  await page.locator("input[type=file]").setInputFiles(PAKISTAN);
  await page.getByText(/^\d+ files, \d+ kB$/).waitFor();
  await page.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("heading", { name: "What Kenya has that Pakistan lacks" }).waitFor();
  await page.getByText("only in Pakistan").first().waitFor();
  expect(await secretariat.barriers()).toEqual([]);
  expect(await secretariat.overflows()).toBe(false);
  const shown = await page.locator(".diff-entry").count();
  await page.getByText("Only what one has and the other lacks").click();
  await page.waitForURL(/only=/);
  expect(await page.locator(".diff-entry").count()).toBeLessThan(shown);
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("button", { name: "Print, or save as PDF" }).isVisible()).toBe(false);
  expect(await page.getByRole("navigation").first().isVisible()).toBe(false);
  expect(await page.getByText("Two countries, compared by the role").isVisible()).toBe(true);
  await page.emulateMedia({ media: "screen" });
  expect([...secretariat.faults, ...chair.faults]).toEqual([]);
});
