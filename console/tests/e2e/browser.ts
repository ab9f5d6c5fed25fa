import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";
import type { Officer } from "../../src/api/types";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const CHROMIUM = process.env.MPAKA_CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
/** A laptop at a border post, and a phone. Pixels. */
export const LAPTOP = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** An officer's window, and everything in it that should not have happened. */
export class Window {
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    readonly url: string,
  ) {}

  /** A window in which an officer of the demonstration is signed in. */
  static async as(
    id: string,
    browser: Browser,
    server: { url: string; officer: (id: string) => Promise<Officer> },
    options: Parameters<typeof Window.open>[2] = {},
  ): Promise<Window> {
    return (await Window.open(browser, server.url, options)).signIn(await server.officer(id));
  }

  static async open(
    browser: Browser,
    url: string,
    options: { viewport?: typeof LAPTOP; language?: string; dark?: boolean } = {},
  ): Promise<Window> {
    const context = await browser.newContext({
      viewport: options.viewport ?? LAPTOP,
      locale: "en-GB",
      colorScheme: options.dark ? "dark" : "light",
      reducedMotion: "reduce",
    });
    if (options.language) await context.addInitScript((id) => localStorage.setItem("mpaka.language", id), options.language);
    const page = await context.newPage();
    const window = new Window(page, context, url);
    page.on("pageerror", (e) => window.faults.push(`script: ${e.message}`));
    page.on("console", (m) => {
      const text = m.text();
      // What the server refuses is shown to the officer; the browser notes it too.
      if (m.type() === "error" && !text.startsWith("Failed to load resource")) window.faults.push(`console: ${text}`);
    });
    page.on("request", (r) => {
      if (!r.url().startsWith(url) && !/^(data|blob):/.test(r.url())) window.faults.push(`asked elsewhere: ${r.url()}`);
    });
    return window;
  }

  /** Signs in by the list on the sign-in page, as a person does. */
  async signIn(officer: Officer): Promise<this> {
    await this.page.goto(`${this.url}/sign-in`);
    await this.page.locator("input[type=search]").fill(`${officer.name} ${officer.desk_name}`);
    await this.page.locator(".officer", { hasText: officer.name }).filter({ hasText: officer.desk_name }).first().click();
    await this.page.locator(".who").waitFor();
    return this;
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.url + path);
    await this.settled();
  }

  /** Until nothing on the page says that it is loading. The page of components shows for ever what loading looks like. */
  async settled(): Promise<void> {
    await this.page.locator("main h1").first().waitFor({ state: "attached" });
    await this.page.locator(".skeleton:not(.design-grid .skeleton)").first().waitFor({ state: "detached" });
  }

  /** What keeps people from using the page (WCAG 2.2 AA, by axe-core), in a line each. */
  async barriers(): Promise<string[]> {
    await this.page.evaluate(AXE);
    return this.page.evaluate(async () => {
      const axe = (globalThis as unknown as { axe: typeof import("axe-core") }).axe;
      // The library's log of what was said names a chosen option by its element, and keeps the line a little after the option is gone.
      const found = await axe.run(
        { include: document, exclude: ["[data-live-announcer]"] },
        { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
      );
      return found.violations.flatMap((v) =>
        v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} – ${n.failureSummary?.split("\n")[1]?.trim() ?? v.help}`),
      );
    });
  }

  /** Whether something can be reached only by scrolling sideways. */
  async overflows(): Promise<boolean> {
    return this.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
  }

  close = (): Promise<void> => this.context.close();
}

/** Presses the button of a dialog that does it, and waits until it is done. */
export async function done(dialog: Locator, name: string): Promise<void> {
  await dialog.getByRole("button", { name, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}
