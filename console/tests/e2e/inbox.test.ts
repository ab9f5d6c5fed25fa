import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assignment } from "../../src/api/types";
import { launch, PHONE, Window } from "./browser";
import { Server, type Session } from "./server";

let server: Server;
let browser: Browser;
let customs: Window;
let immigration: Window;
let looks: Session;

const owed = async (side: string): Promise<Assignment[]> =>
  (await looks.get<{ assignments: Assignment[] }>(`/assignments?side=${side}`)).assignments;

beforeAll(async () => {
  server = await Server.start({ traffic: false });
  browser = await launch();
  looks = await server.session("demo-namanga-immigration-entry");
  customs = await Window.as("demo-namanga-customs", browser, server);
  immigration = await Window.as("demo-namanga-immigration-entry", browser, server);
});
afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
});

const QUESTION = "Has the driver of UTO 4711 been refused before?";

test("an empty inbox says what would appear there", async () => {
  await immigration.go("/inbox");
  await immigration.page.getByText("You owe nothing").waitFor();
  await immigration.page.getByRole("radio", { name: "Owed to me" }).click();
  await immigration.page.getByText("Nobody owes you anything").waitFor();
  await immigration.page.getByRole("radio", { name: "I owe" }).click();
  await immigration.page.getByText("You owe nothing").waitFor();
});

test("customs asks immigration on the page; what is missing is said first", async () => {
  const { page } = customs;
  await customs.go("/inbox");
  await page.getByRole("button", { name: "Ask somebody" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  await dialog.getByText("Fill this in").nth(1).waitFor();
  expect(await customs.barriers()).toEqual([]);
  await dialog.getByRole("button", { name: /Agency$/ }).click();
  await page.getByRole("option", { name: "Immigration", exact: true }).click();
  await dialog.getByLabel("What is owed").fill(QUESTION);
  await dialog.getByLabel("Deadline").fill("2020-01-01T08:00");
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  await dialog.getByText("State a time that is still to come").waitFor();
  await dialog.getByLabel("Deadline").fill("");
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await page.waitForURL(/side=owed/);
  await page.locator(".inbox-detail").getByText(QUESTION).waitFor();
});

test("immigration sees it come without touching anything, takes it and answers it by the keys", async () => {
  const { page } = immigration;
  await page.locator(".inbox-row").getByText(QUESTION).waitFor();
  await page.getByRole("status").getByText(`1 new in your inbox: ${QUESTION}`).waitFor({ state: "attached" });
  await page.locator(".nav-badge").getByText("1 not seen").waitFor({ state: "attached" });
  expect(await immigration.barriers()).toEqual([]);
  await page.keyboard.press("j");
  await page.locator(".inbox-open:focus").waitFor();
  await page.keyboard.press("a");
  await page.locator(".inbox-row").getByText("Seen", { exact: true }).waitFor();
  await page.locator(".nav-badge").waitFor({ state: "detached" });
  await page.keyboard.press("t");
  await page.locator(".inbox-row").getByText("taken by").waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".inbox-detail:focus").waitFor();
  expect(await immigration.overflows()).toBe(false);
  expect((await owed("owes"))[0]).toMatchObject({ state: "accepted", accepted: { officer: "demo-namanga-immigration-entry" } });
  // Customs has it open, and sees it move.
  await customs.page.locator(".inbox-detail").getByText("Taken", { exact: true }).first().waitFor();
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "In part" }).click();
  await dialog.getByRole("button", { name: "Answer" }).click();
  await dialog.getByText("Fill this in").waitFor();
  expect(await immigration.barriers()).toEqual([]);
  await dialog.getByLabel("Answer in words").fill("Once, in 2024");
  await dialog.getByRole("button", { name: "Answer" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.locator(".inbox-detail").getByText("Once, in 2024").waitFor();
  expect(await owed("owes")).toEqual([]);
});

test("whoever answers from the list goes on with the next line", async () => {
  const asks = await server.session("demo-namanga-customs");
  for (const what of ["The first", "The second", "The third"]) {
    await asks.post("/assignments", { kind: "referral", to: { agency: "DIS", point: "namanga" }, owed: what });
  }
  const { page } = immigration;
  await immigration.go("/inbox");
  await page.getByText("The third").waitFor();
  for (const next of ["The second", "The third"]) {
    if (next === "The second") await page.keyboard.press("j");
    await page.keyboard.press("r");
    await page.getByLabel("Answer in words").fill("Done");
    await page.keyboard.press("Control+Enter");
    await page.locator(".inbox-open:focus", { hasText: next }).waitFor();
  }
  for (const left of await owed("owes")) await looks.post(`/assignments/${left.id}/commands`, { command: "decline", reason: "Made up" });
  await page.getByText("You owe nothing").waitFor();
});

test("customs reads the answer, and finds it where it has ended", async () => {
  const { page } = customs;
  const end = page.locator(".inbox-detail").getByRole("region", { name: "How it ended" });
  await end.getByText("Once, in 2024").waitFor();
  await end.getByText("In part").waitFor();
  await page.locator(".inbox-ended").getByText(QUESTION).waitFor();
  // What the library read out of the button that is gone stays in the page for some seconds.
  await page.locator("[data-live-announcer] [role=img]").first().waitFor({ state: "detached" });
  expect(await customs.barriers()).toEqual([]);
  await page.getByRole("button", { name: "Back to the list" }).click();
  await page.locator(".inbox-detail").waitFor({ state: "detached" });
});

test("what is asked about a crossing leads to it, is handed on with a reason, and its notes carry links; on a phone it is a page of its own", async () => {
  const gate = await server.session("demo-namanga-gate");
  const crossing = await gate.post<{ card: { id: string; label: string } }>("/crossings", {
    ...{ point: "namanga", procedure: "osbp-truck", direction: "inbound", arrived: true, origin: "hand" },
    subject: { kind: "truck", plate: "UTO 4712", trailer: "", company: "Made up", people: [], goods: [], containers: [], declaration: "" },
  });
  const { page } = customs;
  await customs.go(`/crossings/${crossing.card.id}`);
  await page.getByRole("button", { name: "Ask another agency" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("About the crossing").waitFor();
  await dialog.getByRole("radio", { name: "A desk" }).click();
  await dialog.getByRole("button", { name: /Desk$/ }).click();
  await page.getByRole("option", { name: "Immigration, entry hall on the Kenyan side" }).click();
  await dialog.getByLabel("What is owed").fill("Who drives this truck?");
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  const [made] = await owed("owes");
  expect(made).toMatchObject({ about_kind: "crossing", about: crossing.card.id, to: { desk: "namanga.immigration.entry" } });

  const phone = await Window.as("demo-namanga-immigration-entry", browser, server, { viewport: PHONE });
  await phone.go(`/inbox?id=${made?.id}`);
  const detail = phone.page.locator(".inbox-detail");
  await detail.getByRole("link", { name: "UTO 4712" }).waitFor();
  expect(await phone.page.locator(".inbox-rows").first().isVisible()).toBe(false);
  expect(await phone.overflows()).toBe(false);
  expect(await phone.barriers()).toEqual([]);
  await detail.getByRole("button", { name: "Add a note" }).click();
  const note = phone.page.getByRole("dialog");
  await note.getByLabel("Words").fill("See the file");
  await note.getByLabel("Link").fill("javascript:alert(1)");
  await note.getByRole("button", { name: "Add a note" }).click();
  await note.getByText("A link begins with https:// or with /").waitFor();
  await note.getByLabel("Link").fill(`/crossings/${crossing.card.id}`);
  await note.getByRole("button", { name: "Add a note" }).click();
  await note.waitFor({ state: "detached" });
  await detail.getByRole("link", { name: `/crossings/${crossing.card.id}` }).waitFor();

  await detail.getByRole("button", { name: "Hand on" }).click();
  const hand = phone.page.getByRole("dialog");
  await hand.getByRole("radio", { name: "A role" }).click();
  await hand.getByRole("button", { name: /Role$/ }).click();
  await phone.page.getByRole("option", { name: "Joint operations lead" }).click();
  await hand.getByLabel("Reason").fill("The lead knows the driver");
  await hand.getByRole("button", { name: "Hand on" }).click();
  await hand.waitFor({ state: "detached" });
  await detail.getByText("The lead knows the driver").waitFor();
  const lead = await server.session("demo-namanga-joc-lead");
  expect((await lead.get<{ assignments: Assignment[] }>("/assignments?side=owes")).assignments.map((a) => a.id)).toEqual([made?.id]);

  // Somebody else ended it meanwhile: the page says so in words of its own.
  await customs.go(`/inbox?side=owed&id=${made?.id}`);
  await page.route("**/live", (route) => route.abort());
  await page.getByRole("button", { name: "Take it back" }).click();
  await lead.post(`/assignments/${made?.id}/commands`, { command: "answer", text: "It is known" });
  await page.getByRole("dialog").getByLabel("Reason").fill("Not needed");
  await page.getByRole("dialog").getByRole("button", { name: "Take it back" }).click();
  await page.getByRole("dialog").getByText("It has ended already, by").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.locator(".inbox-detail").getByText("It is known").waitFor();
  await phone.close();
  expect([...customs.faults, ...immigration.faults, ...phone.faults]).toEqual([]);
});
