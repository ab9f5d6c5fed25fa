import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Window } from "./browser";
import { Server } from "./server";
import { Crew } from "./work";

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = await Server.start({ traffic: false });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
});

/** ICAO Doc 9303 part 4, appendix A: the specimen of Utopia. It has expired, as the desk should say. */
const SPECIMEN = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

test("a truck goes from arrival to release through the hands of both states, and a second window sees it move", async () => {
  const crew = await Crew.at("namanga", browser, server, "demo-namanga-joc-lead");
  const watcher = await crew.window(crew.named("demo-namanga-joc-lead"));
  await watcher.go("/points/namanga?path=osbp-truck%3Ainbound");
  const gate = await crew.window(crew.named("demo-namanga-gate"));
  await gate.go("/open");
  await gate.page.getByRole("radio", { name: "Truck" }).click();
  await gate.page.getByLabel("Plate", { exact: true }).first().fill("UTO 4711");
  await gate.page.locator("main .button.primary").click();
  await gate.page.waitForURL(/\/crossings\//);
  const id = gate.page.url().split("/").pop() ?? "";
  // Nobody touches the watcher's window: the board moves by itself.
  await watcher.page.getByText("UTO 4711").first().waitFor();
  const steps = await crew.finish(id);
  await watcher.page.getByText("UTO 4711").first().waitFor({ state: "detached" });
  const crossing = await crew.looks.crossing(id);
  expect(crossing.card.state).toBe("released");
  expect(crossing.path.filter((s) => s.mandatory && !["passed", "waived", "joint", "not_applicable"].includes(s.state))).toEqual([]);
  expect(steps.length).toBeGreaterThan(5);
  expect(crew.agencies().size).toBeGreaterThanOrEqual(3);
  expect(crew.faults()).toEqual([]);
});

test("a traveller nobody announced is scanned at the desk and released", async () => {
  const crew = await Crew.at("jkia", browser, server, "demo-jkia-immigration-arrivals");
  const desk = await crew.window(crew.named("demo-jkia-immigration-arrivals"));
  await desk.go("/desk");
  await desk.page.locator("main input:focus").waitFor();
  // A keyboard-wedge reader types into whatever has the focus.
  for (const line of SPECIMEN) {
    await desk.page.keyboard.type(line);
    await desk.page.keyboard.press("Enter");
  }
  await desk.page
    .getByText(/ERIKSSON/)
    .first()
    .waitFor();
  await desk.page.getByText("Nobody announced this traveller").first().waitFor();
  await desk.page.keyboard.press("1");
  await desk.page.getByText("Nobody announced this traveller; a file was opened").waitFor();
  const found = await crew.looks.get<{ crossings: { id: string }[] }>("/crossings?point=jkia&q=ERIKSSON");
  const id = found.crossings[0]?.id ?? "";
  await crew.finish(id);
  expect((await crew.looks.crossing(id)).card.state).toBe("released");
  expect(crew.faults()).toEqual([]);
});

test("a misread document is never accepted silently", async () => {
  const officer = (await server.officers()).find((o) => o.id === "demo-jkia-immigration-arrivals");
  if (!officer) throw new Error("the demo has lost its officer");
  const desk = await (await Window.open(browser, server.url)).signIn(officer);
  await desk.go("/desk");
  await desk.page.locator("main input:focus").waitFor();
  // One character of the document number misread: O for 0.
  for (const line of [SPECIMEN[0] ?? "", (SPECIMEN[1] ?? "").replace("L898902", "L8989O2")]) {
    await desk.page.keyboard.type(line);
    await desk.page.keyboard.press("Enter");
  }
  await desk.page.getByText("The document was misread").first().waitFor();
  await desk.page.getByText("Likely reading").first().waitFor();
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test("a vessel goes from announcement to departure clearance", async () => {
  const crew = await Crew.at("kilindini", browser, server, "demo-kilindini-joc-lead");
  const authority = await server.session(crew.all.find((o) => o.roles.includes("intake"))?.id ?? "demo-kilindini-joc-lead");
  const opened = await authority.post<{ card: { id: string } }>("/crossings", {
    point: "kilindini",
    procedure: "vessel-call",
    direction: "inbound",
    subject: {
      kind: "vessel",
      name: "MV MADE UP",
      imo: "0000001",
      flag: "UTO",
      last_port: "UTXXX",
      passengers: 0,
      crew: [],
      consignments: [],
    },
    arrived: false,
  });
  const steps = await crew.finish(opened.card.id);
  expect((await crew.looks.crossing(opened.card.id)).card.state).toBe("released");
  expect(steps.length).toBeGreaterThan(5);
  expect(crew.agencies().size).toBeGreaterThanOrEqual(3);
  expect(crew.faults()).toEqual([]);
});
