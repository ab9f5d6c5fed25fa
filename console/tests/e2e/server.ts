import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Crossing, Officer, PointPaths } from "../../src/api/types";

const ROOT = resolve(import.meta.dirname, "../../..");
/** How long a server may take to begin and to end. Milliseconds. */
const BEGINS_MS = 90_000;
const ENDS_MS = 15_000;

/** A demonstration server of one's own, on a database that goes away with it. */
export class Server {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(options: { traffic: boolean; framework?: string; speed?: number; more?: string[] }): Promise<Server> {
    const program = join(ROOT, "target/debug/mpaka");
    if (!existsSync(program)) throw new Error(`${program} is missing: cargo build --package mpaka`);
    const folder = mkdtempSync(join(tmpdir(), "mpaka-e2e-"));
    const child = spawn(
      program,
      [
        ["serve", "--demo", "--listen", "127.0.0.1:0", "--log", "warn"],
        ["--framework", join(ROOT, options.framework ?? "frameworks/kenya")],
        ["--data", `sqlite://${join(folder, "demo.db")}`],
        ["--demo-traffic", options.traffic ? "on" : "off"],
        ["--demo-speed", String(options.speed ?? 1)],
        options.more ?? [],
      ].flat(),
      { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] },
    );
    const url = await new Promise<string>((found, failed) => {
      const timer = setTimeout(() => failed(new Error("the server did not say where it is")), BEGINS_MS);
      child.once("exit", (code) => failed(new Error(`the server ended with ${code}`)));
      if (!child.stdout) throw new Error("the server has no output");
      createInterface({ input: child.stdout }).on("line", (line) => {
        const at = /http:\/\/\S+?(?=\/?$)/.exec(line)?.[0];
        if (!at) return;
        clearTimeout(timer);
        found(at);
      });
    });
    return new Server(url, child, folder);
  }

  /** Asks it to end, and says whether it ended well. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((done) => this.child.once("exit", done));
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), ENDS_MS);
    const code = await ended;
    clearTimeout(timer);
    rmSync(this.folder, { recursive: true, force: true });
    return code;
  }

  /** An officer of the demonstration. */
  async officer(id: string): Promise<Officer> {
    const found = (await this.officers()).find((o) => o.id === id);
    if (!found) throw new Error(`there is no demo officer ${id}`);
    return found;
  }

  async officers(): Promise<Officer[]> {
    return (await (await fetch(`${this.url}/api/v1/demo/officers`)).json()) as Officer[];
  }

  /** A program's session in the name of an officer. */
  async session(officer: string): Promise<Session> {
    const answer = await fetch(`${this.url}/api/v1/session/demo`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ officer }),
    });
    const { csrf } = (await answer.json()) as { csrf: string };
    return new Session(this.url, answer.headers.get("set-cookie")?.split(";")[0] ?? "", csrf);
  }
}

export class Session {
  constructor(
    private readonly url: string,
    private readonly cookie: string,
    private readonly csrf: string,
  ) {}

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1${path}`, { headers: { cookie: this.cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const text = typeof body === "string";
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method: "POST",
      headers: { cookie: this.cookie, "x-mpaka-csrf": this.csrf, "content-type": text ? "text/plain" : "application/json" },
      body: text ? body : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  crossing = (id: string): Promise<Crossing> => this.get(`/crossings/${id}`);
  paths = (point: string): Promise<PointPaths> => this.get(`/points/${point}/paths`);
}
