import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assignment, Meeting } from "../../src/api/types";
import { done, launch, PHONE, Window } from "./browser";
import { Server, type Session } from "./server";

let server: Server;
let browser: Browser;
let secretary: Window;
let chair: Window;
let looks: Session;

/** The meeting that the page shows. */
const shown = async (window: Window): Promise<Meeting> => looks.get(`/meetings/${window.page.url().split("/").pop()}`);

beforeAll(async () => {
  server = await Server.start({ traffic: false });
  browser = await launch();
  looks = await server.session("demo-bms-duty");
  secretary = await Window.as("demo-bms-duty", browser, server);
  chair = await Window.as("demo-moi-office", browser, server);
});
afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
});

const COMMITTEE = "Border Control and Operations Coordination Committee";

test("the secretary finds the committee and calls a meeting; what is missing is said first", async () => {
  const { page } = secretary;
  await secretary.go("/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Meetings" }).click();
  await page.getByRole("link", { name: COMMITTEE }).click();
  await page.getByRole("heading", { name: COMMITTEE }).waitFor();
  expect(await secretary.barriers()).toEqual([]);
  await page.getByRole("button", { name: "Call a meeting" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Call a meeting" }).click();
  await dialog.getByText("Fill this in").waitFor();
  expect(await secretary.barriers()).toEqual([]);
  await dialog.getByLabel("When").fill(new Date(Date.now() + 3_600_000).toISOString().slice(0, 16));
  await dialog.getByLabel("What it is called").fill("65th meeting");
  await dialog.getByLabel("Place").fill("Mombasa");
  await dialog.getByRole("button", { name: "Call a meeting" }).click();
  await page.waitForURL(/\/meetings\//);
  await page.getByRole("heading", { name: "65th meeting" }).waitFor();
  await page.getByRole("button", { name: "Add an item" }).click();
  await dialog.getByLabel("What it is about").fill("Queues at the scanners");
  await done(dialog, "Add an item");
  await page.getByText("Queues at the scanners", { exact: true }).waitFor();
  expect(await secretary.barriers()).toEqual([]);
  expect(await secretary.overflows()).toBe(false);
});

test("it is opened with those who came, and the quorum is counted while they are ticked", async () => {
  const { page } = secretary;
  await page.getByRole("button", { name: "Open the meeting" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("No quorum").waitFor();
  const came = ["Interior", "Immigration", "Customs", "Police", "Intelligence", "Airports", "Ports"];
  for (const agency of came) {
    await dialog
      .locator(".attendance .checkbox", { hasText: new RegExp(`^${agency}`) })
      .first()
      .click();
    await dialog.getByLabel(`Who comes for ${agency}`).fill(`Somebody of ${agency}`);
  }
  await dialog.getByText("7 of 13 members, 7 needed").waitFor();
  expect(await secretary.barriers()).toEqual([]);
  await done(dialog, "Open the meeting");
  await page.getByText("Being held").waitFor();
  expect((await shown(secretary)).quorum).toMatchObject({ present: 7, met: true });
  // The chair has the same page, and sees it move.
  await chair.go(`/meetings/${(await shown(secretary)).meeting.id}`);
  await chair.page.getByText("Being held").waitFor();
});

test("it decides, and customs has a directive in its inbox", async () => {
  const { page } = secretary;
  await page.getByRole("button", { name: "Decide", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("The decision").fill("Customs reports on the queues every month.");
  await dialog.getByRole("button", { name: "Add what somebody has to do" }).click();
  await dialog.getByRole("button", { name: "Decide", exact: true }).click();
  await dialog.getByText("Fill this in").first().waitFor();
  expect(await secretary.barriers()).toEqual([]);
  await dialog.getByRole("button", { name: /Agency$/ }).click();
  await page.getByRole("option", { name: "Customs", exact: true }).click();
  await dialog.getByLabel("What is owed").fill("Report on the queues at the scanners");
  await done(dialog, "Decide");
  await page.getByText("Report on the queues at the scanners").waitFor();
  await chair.page.getByText("Customs reports on the queues every month.").waitFor();
  const customs = await server.session("demo-kra-duty");
  const owed = await customs.get<{ assignments: Assignment[] }>("/assignments?kind=directive");
  expect(owed.assignments.map((a) => a.owed)).toEqual(["Report on the queues at the scanners"]);
  // Customs answers from the meeting's own words.
  await customs.post(`/assignments/${owed.assignments[0]?.id}/commands`, { command: "answer", text: "The report of this month" });
});

test("votes that are no majority are entered as not adopted", async () => {
  const { page } = secretary;
  await page.getByRole("button", { name: "Decide", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("The decision").fill("The scanners are shared.");
  await dialog.getByText("By votes").click();
  await dialog.getByLabel("In favour").fill("3");
  await dialog.getByLabel("Against").fill("3");
  await dialog.getByLabel("Abstained").fill("1");
  await dialog.getByText("it is entered as not adopted").waitFor();
  await done(dialog, "Decide");
  await page.getByText("Not adopted").waitFor();
});

test("it is closed, its minutes are written by one and approved by another, and printed", async () => {
  const { page } = secretary;
  await page.getByRole("button", { name: "Close the meeting" }).click();
  await page.getByRole("button", { name: "Write the minutes" }).waitFor();
  await page.getByRole("button", { name: "Write the minutes" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("The minutes").fill("The chair opened the meeting.");
  await done(dialog, "Write the minutes");
  await page.getByText("The chair opened the meeting.").waitFor();
  expect(await page.getByRole("button", { name: "Approve the minutes" }).count()).toBe(0);
  await chair.page.getByRole("button", { name: "Approve the minutes" }).click();
  await chair.page.getByText(/Approved by /).waitFor();
  expect((await shown(chair)).minutes).toMatchObject({ state: "approved", approved: { officer: "demo-moi-office" } });
  expect(await chair.barriers()).toEqual([]);
  const [printed] = await Promise.all([chair.page.waitForEvent("popup"), chair.page.getByRole("link", { name: "Print" }).click()]);
  await printed.getByText("Somebody of Customs, Customs").waitFor();
  await printed.close();
});

test("the answer is returned with a reason, and shows itself on the next agenda; on a phone too", async () => {
  const { page } = chair;
  await chair.go("/bodies/bcocc");
  await page.getByText("Evidence to judge").waitFor();
  await page.getByRole("button", { name: "Return the answer" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("Two scanners are missing");
  await done(dialog, "Return the answer");
  await page.getByText("Evidence returned").waitFor();
  await page.getByText("Two scanners are missing").waitFor();
  const phone = await Window.as("demo-kra-duty", browser, server, { viewport: PHONE });
  for (const path of [
    "/bodies",
    "/bodies/bcocc",
    `/meetings/${(await looks.get<{ meetings: { id: string }[] }>("/bodies/bcocc/meetings")).meetings[0]?.id}`,
  ]) {
    await phone.go(path);
    expect(await phone.overflows(), path).toBe(false);
    expect(await phone.barriers(), path).toEqual([]);
  }
  await phone.go("/inbox");
  await phone.page
    .getByRole("link", { name: /Report on the queues/ })
    .first()
    .click();
  await phone.page.getByRole("link", { name: "Decision 1 of a meeting" }).waitFor();
  // Who sits in no body is told so.
  const clerk = await Window.as("demo-jkia-immigration-arrivals", browser, server);
  await clerk.go("/bodies");
  await clerk.page.getByText("Not disclosed to you").waitFor();
  expect([...secretary.faults, ...chair.faults, ...phone.faults, ...clerk.faults]).toEqual([]);
  await phone.close();
  await clerk.close();
});
