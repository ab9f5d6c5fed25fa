import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { forgetEnded, type Heard, heard } from "../inbox/ended";
import { headers } from "./client";
import { setServerClock } from "./clock";
import { EventCutter, type ServerEvent } from "./sse";

export type Connection = "connecting" | "live" | "lost";

/** The server says something at least every 15 s; after this long it is gone. Milliseconds. */
const SILENCE_MS = 40_000;
/** Wait before the first new attempt, doubled up to the longest. Milliseconds. */
const RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
/** Screens are refreshed at most this often, however much happens. Milliseconds. */
const REFRESH_MS = 600;
/** And not more often than this many times what the last refresh of the same screen took. */
const REFRESH_FACTOR = 6;

interface Entry {
  kind: string;
  point: string;
  crossing: string;
}

let state: Connection = "connecting";
const listeners = new Set<() => void>();

function become(next: Connection): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Whether the screen shows what is, or what was when the line broke. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

/** Listens until stopped: reconnects where the line broke and goes on after the last event it has seen. */
export function listen(client: QueryClient): () => void {
  const stop = new AbortController();
  const refresher = new Refresher(client);
  let last = "";
  const take = (event: ServerEvent) => {
    if (event.id) last = event.id;
    if (event.event === "hello" || event.event === "clock") {
      const { now_us, rate } = JSON.parse(event.data) as { now_us: number; rate: number };
      setServerClock(now_us, rate);
      become("live");
    } else if (event.event === "reload") refresher.everything();
    else if (event.event === "entry") refresher.entry(JSON.parse(event.data) as Entry);
    else if (event.event === "framework") refresher.framework();
    else if (event.event === "hit") refresher.hit(JSON.parse(event.data) as { hit: string; crossing: string });
    else if (event.event === "list") refresher.list();
    else if (event.event === "shift") refresher.shift(JSON.parse(event.data) as { shift: string; point: string });
    else if (event.event === "request") refresher.request(JSON.parse(event.data) as { request: string });
    else if (event.event === "meeting") refresher.meeting(JSON.parse(event.data) as { meeting: string; body: string });
    else if (event.event === "notice") refresher.notice(JSON.parse(event.data) as { notice: string });
    else if (event.event === "assignment") refresher.assignment(JSON.parse(event.data) as Heard);
  };
  (async () => {
    for (let wait = RETRY_MS; !stop.signal.aborted; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
      try {
        await read(last, stop.signal, (event) => {
          wait = RETRY_MS;
          take(event);
        });
      } catch {
        // Whatever broke the line, the answer is the same: say so and try again.
      }
      if (stop.signal.aborted) return;
      become("lost");
      await new Promise((done) => setTimeout(done, wait));
      become("connecting");
    }
  })();
  return () => {
    stop.abort();
    refresher.stop();
    forgetEnded();
  };
}

async function read(last: string, stop: AbortSignal, take: (event: ServerEvent) => void): Promise<void> {
  const silent = new AbortController();
  let alarm = setTimeout(() => silent.abort(), SILENCE_MS);
  try {
    const resume: Record<string, string> = last ? { "last-event-id": last } : {};
    const response = await fetch("/api/v1/live", { headers: { ...headers(), ...resume }, signal: AbortSignal.any([stop, silent.signal]) });
    if (!response.ok || !response.body) return;
    const cutter = new EventCutter();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(alarm);
      alarm = setTimeout(() => silent.abort(), SILENCE_MS);
      for (const event of cutter.push(value)) take(event);
    }
  } finally {
    clearTimeout(alarm);
  }
}

/** Gathers what has changed and lets the screens that show it ask again, at a bearable pace. */
class Refresher {
  private readonly dirty = new Map<string, QueryKey>();
  private readonly notBefore = new Map<string, number>();
  private readonly timer = setInterval(() => this.flush(), REFRESH_MS);

  constructor(private readonly client: QueryClient) {}

  entry(entry: Entry): void {
    const keys: QueryKey[] = [
      ["points"],
      ["board", entry.point],
      ["flights", entry.point],
      ["parts"],
      ["post", entry.point],
      ["crossing", entry.crossing],
      ["timeline", entry.crossing],
    ];
    for (const key of keys) this.dirty.set(JSON.stringify(key), key);
  }

  assignment(event: Heard): void {
    heard(event);
    // What a body's decisions are owed moves with it.
    const keys: QueryKey[] = [["inbox"], ["inbox-count"], ["assignment", event.assignment], ["body"], ["meeting"]];
    for (const key of keys) this.dirty.set(JSON.stringify(key), key);
  }

  /** Whether a supervisor is to be called is said by the crossing. */
  hit(event: { hit: string; crossing: string }): void {
    const keys: QueryKey[] = [["hits"], ["hit-count"], ["hit", event.hit], ["crossing", event.crossing]];
    for (const key of keys) this.dirty.set(JSON.stringify(key), key);
  }

  list(): void {
    for (const key of [["lists"], ["list-entries"], ["list-editions"]]) this.dirty.set(JSON.stringify(key), key);
  }

  shift(event: { shift: string; point: string }): void {
    for (const key of [["posts"], ["post", event.point], ["shift", event.shift], ["shifts", event.point]])
      this.dirty.set(JSON.stringify(key), key);
  }

  meeting(event: { meeting: string; body: string }): void {
    const keys: QueryKey[] = [
      ["bodies"],
      ["body", event.body],
      ["meetings", event.body],
      ["directives", event.body],
      ["meeting", event.meeting],
    ];
    for (const key of keys) this.dirty.set(JSON.stringify(key), key);
  }

  request(event: { request: string }): void {
    for (const key of [["requests"], ["request", event.request]]) this.dirty.set(JSON.stringify(key), key);
  }

  notice(event: { notice: string }): void {
    for (const key of [["notices"], ["notice", event.notice], ["crossing-notices"]]) this.dirty.set(JSON.stringify(key), key);
  }

  framework(): void {
    this.dirty.set("framework", ["framework"]);
  }

  everything(): void {
    this.client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== "session" && q.queryKey[0] !== "framework" });
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private flush(): void {
    const now = performance.now();
    for (const [name, queryKey] of this.dirty) {
      if ((this.notBefore.get(name) ?? 0) > now || this.client.isFetching({ queryKey }) > 0) continue;
      this.dirty.delete(name);
      // Nobody is told "loading": what is shown stays until the answer replaces it.
      const done = this.client.invalidateQueries({ queryKey });
      this.notBefore.set(name, Number.POSITIVE_INFINITY);
      done.finally(() => this.notBefore.set(name, performance.now() + REFRESH_FACTOR * (performance.now() - now)));
    }
  }
}
