import { useSyncExternalStore } from "react";

/** The server's time: everything shown as a time or a length is reckoned by it. A demo's clock runs faster than the world's. */
let anchor = { nowUs: Date.now() * 1000, at: performance.now(), rate: 1 };

/** Takes over the time that the server just told. */
export function setServerClock(nowUs: number, rate: number): void {
  anchor = { nowUs, at: performance.now(), rate };
  tick();
}

/** Microseconds since 1970, UTC, by the server's clock. */
export function serverNow(): number {
  return anchor.nowUs + (performance.now() - anchor.at) * 1000 * anchor.rate;
}

export const clockRate = (): number => anchor.rate;

/** Clocks move once a second, all together: one timer however many are on the screen. */
const TICK_MS = 1000;
const listeners = new Set<() => void>();
let ticked = serverNow();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  ticked = serverNow();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The server's time, again each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => ticked);
}
