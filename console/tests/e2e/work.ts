import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator } from "playwright-core";
import type { Crossing, Officer, StageNow } from "../../src/api/types";
import { Window } from "./browser";
import type { Server, Session } from "./server";

/** Where the page is kept on which a step failed. */
const SEEN = join(tmpdir(), "mpaka-e2e-failed.png");
/** Commands that take a crossing on. */
const STEPS = ["pass", "hand_over", "accept_hand_over", "finding", "release_joint", "release", "readmit"];
/** More steps than any crossing needs. */
const MOST_STEPS = 60;

/** The officers of a point, each with a window of their own once they are needed. */
export class Crew {
  private readonly windows = new Map<string, Window>();
  private readonly sessions = new Map<string, Session>();

  private constructor(
    private readonly browser: Browser,
    private readonly server: Server,
    readonly all: readonly Officer[],
    /** Somebody who sees the point's files: what is still to do is read through the API. */
    readonly looks: Session,
  ) {}

  static async at(point: string, browser: Browser, server: Server, looks: string): Promise<Crew> {
    const all = (await server.officers()).filter((o) => o.point === point);
    return new Crew(browser, server, all, await server.session(looks));
  }

  async window(officer: Officer): Promise<Window> {
    const open = this.windows.get(officer.id);
    if (open) return open;
    const made = await (await Window.open(this.browser, this.server.url)).signIn(officer);
    this.windows.set(officer.id, made);
    return made;
  }

  private async session(officer: Officer): Promise<Session> {
    const open = this.sessions.get(officer.id);
    if (open) return open;
    const made = await this.server.session(officer.id);
    this.sessions.set(officer.id, made);
    return made;
  }

  named(id: string): Officer {
    const found = this.all.find((o) => o.id === id);
    if (!found) throw new Error(`there is no demo officer ${id}`);
    return found;
  }

  /** Officers of the agency and state that own a stage, those at a counter first. */
  owners(stage: Pick<StageNow, "agency" | "state_code">): Officer[] {
    const own = this.all.filter((o) => o.agency === stage.agency && o.state === stage.state_code);
    return own.sort((a, b) => Number(b.roles.includes("frontline")) - Number(a.roles.includes("frontline")));
  }

  /** What the consoles of all officers complained of. */
  faults(): string[] {
    return [...this.windows].flatMap(([officer, w]) => w.faults.map((f) => `${officer}: ${f}`));
  }

  agencies(): Set<string> {
    return new Set([...this.windows.keys()].map((id) => this.named(id).agency));
  }

  /** Lets the officers do, in their windows, whatever a crossing still needs, until it is over. Gives the steps in words. */
  async finish(id: string): Promise<string[]> {
    const steps: string[] = [];
    while (steps.length < MOST_STEPS) {
      const crossing = await this.looks.crossing(id);
      if (["released", "readmitted", "cancelled"].includes(crossing.card.state ?? "")) return steps;
      steps.push(await this.step(crossing));
    }
    throw new Error(`still not over after ${MOST_STEPS} steps: ${steps.join("; ")}`);
  }

  /** One step: the first officer whose console offers a next step takes it. */
  private async step(crossing: Crossing): Promise<string> {
    const id = crossing.card.id;
    const ready = crossing.path.filter((s) => ["ready", "in_progress"].includes(s.state));
    const last = crossing.path.at(-1);
    // What is announced and has all its papers waits for somebody to say that it is here.
    if (ready.length === 0 && !crossing.card.arrived_us && last) return this.arrive(crossing, last);
    const at = crossing.custody === "offered" ? crossing.path.filter((s) => s.side === "entry") : [];
    const seen: string[] = [];
    for (const stage of [...ready, ...at]) {
      for (const officer of this.owners(stage)) {
        // Opening a window takes a second; whom the server lets nothing do there needs none.
        const may = (await this.session(officer)).crossing(id);
        if (!(await may).commands.some((c) => c.allowed && STEPS.includes(c.command) && (c.stage ?? stage.stage) === stage.stage)) {
          seen.push(`${officer.id} at ${stage.stage}`);
          continue;
        }
        const window = await this.window(officer);
        await window.go(`/crossings/${id}`);
        const { page } = window;
        const next = page.locator("section .button.primary").first();
        const said = (await next.textContent())?.trim() ?? "";
        const before = crossing.version;
        await next.click();
        const dialog = page.getByRole("dialog");
        try {
          await Promise.race([dialog.waitFor(), this.moved(id, before)]);
          if (await dialog.isVisible()) await answer(dialog);
          await this.moved(id, before);
        } catch (e) {
          await page.screenshot({ path: SEEN });
          throw new Error(`${officer.id} at ${stage.stage}: ${said}: what was seen is in ${SEEN}`, { cause: e });
        }
        return `${officer.agency_name}: ${said}`;
      }
    }
    throw new Error(`nobody is offered a next step; asked ${seen.join(", ")}; ready are ${ready.map((s) => s.stage).join(", ")}`);
  }

  private async arrive(crossing: Crossing, last: StageNow): Promise<string> {
    const [officer] = this.owners(last);
    if (!officer) throw new Error(`${last.stage} has no officer here`);
    const window = await this.window(officer);
    await window.go(`/crossings/${crossing.card.id}`);
    await window.page.getByRole("button", { name: "It has arrived" }).click();
    await this.moved(crossing.card.id, crossing.version);
    return `${officer.agency_name}: it has arrived`;
  }

  /** Until a crossing is no longer at a version. */
  private async moved(id: string, version: number): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      if ((await this.looks.crossing(id)).version !== version) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error("the step was taken in the console and nothing happened on the server");
  }
}

/** Fills in what a form asks: the first choice of a list, "clear" for a finding, words where words are asked. */
async function answer(dialog: Locator): Promise<void> {
  const clear = dialog.getByText("Clear", { exact: true });
  if (await clear.isVisible()) await clear.click();
  for (const text of await dialog.locator("textarea, input[type=text]").all()) await text.fill("Made up for the test");
  await dialog.locator(".button.primary, .button.danger").last().click();
}
