import { createServer, type Server as Receiver } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, PHONE, Window } from "./browser";
import { Server } from "./server";

let server: Server;
let browser: Browser;
let receiver: Receiver;
/** What the webhook was sent, and with which headers. */
const heard: { type: string; signature: string }[] = [];

const opened = (id: string) => Window.as(id, browser, server);

beforeAll(async () => {
  receiver = createServer((request, answer) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      heard.push({ type: (JSON.parse(body) as { type: string }).type, signature: String(request.headers["webhook-signature"]) });
      answer.writeHead(204).end();
    });
  });
  await new Promise<void>((ready) => receiver.listen(0, "127.0.0.1", ready));
  server = await Server.start({ traffic: false, more: ["--webhook-reach", "loopback"] });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  receiver?.close();
  expect(await server?.stop()).toBe(0);
});

test("an officer sets a webhook, quiet hours and a digest, and sees a test arrive", async () => {
  const window = await opened("demo-namanga-immigration-entry");
  const { page } = window;
  await window.go("/account");
  await page.getByRole("link", { name: "Notifications" }).click();
  await page.getByRole("heading", { name: "Notifications", level: 1 }).waitFor();
  expect(await window.barriers()).toEqual([]);
  await page.getByLabel("Webhook address").fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`);
  await page.getByText("Hold messages back").click();
  await page.getByRole("textbox", { name: "From" }).fill("21:00");
  await page.getByText("By the clock of Africa/Nairobi").waitFor();
  await page.getByRole("button", { name: /Daily digest at/ }).click();
  await page.getByRole("option", { name: "06:00" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("It is shown only now").waitFor();
  await page.getByText(/^whsec_/).waitFor();
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByText("Webhook: the message was taken.").waitFor();
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatchObject({ type: "notification.test", signature: expect.stringMatching(/^v1,/) });
  expect(await window.barriers()).toEqual([]);
  expect(await window.overflows()).toBe(false);
  // As it was kept, also on a phone.
  await page.setViewportSize(PHONE);
  await window.go("/notifications");
  expect(await page.getByRole("textbox", { name: "From" }).inputValue()).toBe("21:00");
  await page.getByRole("button", { name: /06:00/ }).waitFor();
  expect(await window.overflows()).toBe(false);
  await page.getByLabel("E-mail address").fill("somewhere");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").getByText("That is no e-mail address").waitFor();
});

test("an administrator sets what a desk is told, and sees what did not arrive", async () => {
  const window = await opened("demo-bms-systems");
  const { page } = window;
  await window.go("/notifications");
  await page.getByText("Everything has arrived").waitFor();
  await page.getByLabel("Its id in the framework").fill("namanga.customs");
  await page.getByRole("button", { name: "Show" }).click();
  const others = page.getByRole("region", { name: "Somebody else’s" });
  await others.getByLabel("E-mail address").fill("customs@example.org");
  await others.getByRole("button", { name: "Save" }).click();
  await others.getByRole("button", { name: "Send a test" }).click();
  await others.getByText("this server sends no mail (").waitFor();
  // What lies under the bar is not what is looked at.
  await page.evaluate(() => scrollTo(0, 0));
  expect(await window.barriers()).toEqual([]);
  expect(await window.overflows()).toBe(false);
});
