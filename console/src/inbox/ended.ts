import { useSyncExternalStore } from "react";

/** An event of the live feed: something happened to an assignment. */
export interface Heard {
  kind: string;
  assignment: string;
}

/** Facts that end it: it is in no inbox any more, and whoever waited for it still wants to read how it ended. */
const ENDS = ["assignment.answered.v1", "assignment.declined.v1", "assignment.withdrawn.v1"];
/** As many are remembered. */
const MOST = 20;

let ended: readonly string[] = [];
const listeners = new Set<() => void>();

/** Takes note of what the live feed told. */
export function heard({ kind, assignment }: Heard): void {
  if (!ENDS.includes(kind)) return;
  ended = [assignment, ...ended.filter((id) => id !== assignment)].slice(0, MOST);
  for (const listener of listeners) listener();
}

export const endedNow = (): readonly string[] => ended;

/** Forgets all of it: somebody else may sign in at this window. */
export function forgetEnded(): void {
  ended = [];
  for (const listener of listeners) listener();
}

/** What has ended since this window was opened, the last first. */
export function useEnded(): readonly string[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, endedNow);
}
