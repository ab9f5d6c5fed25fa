import { type RefObject, useEffect, useRef } from "react";

/** A reader types faster than any hand: a letter that another follows within this time is not a key that was pressed. Milliseconds. */
const BURST_MS = 90;
const TYPING = "input, textarea, select, [role=dialog], [role=listbox], [role=menu]";

const inDialog = (): boolean => document.querySelector("[role=dialog]") !== null;

/**
 * Lets the officer put the next document on the reader at any time, whatever has the focus, though single letters are commands.
 *
 * The first letter of a passport is the key that passes the traveller before. So a letter outside the box waits until it is clear whether more follow at a
 * reader's pace: then all of them go to the box; one alone is passed on as the key it is.
 */
export function useReader(
  box: RefObject<HTMLInputElement | null>,
  take: (text: string) => void,
  keys: Readonly<Record<string, () => void>>,
): void {
  const latest = useRef({ take, keys });
  latest.current = { take, keys };
  useEffect(() => {
    let pending = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const alone = () => {
      const key = pending;
      pending = "";
      const own = latest.current.keys[key.toLowerCase()];
      if (own) own();
      else (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    };
    const press = (event: KeyboardEvent) => {
      if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey || inDialog()) return;
      if (event.key === "Escape") return latest.current.keys.Escape?.();
      if (event.key.length !== 1 || event.key === " " || event.repeat || (event.target as HTMLElement).closest(TYPING)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      clearTimeout(timer);
      pending += event.key;
      if (pending.length === 1) timer = setTimeout(alone, BURST_MS);
      else {
        box.current?.focus();
        latest.current.take(pending);
        pending = "";
      }
    };
    addEventListener("keydown", press, { capture: true });
    return () => {
      clearTimeout(timer);
      removeEventListener("keydown", press, { capture: true });
    };
  }, [box]);
}

/** Keeps the focus in the box as long as nothing else wants it: the Tab key still leaves it, a press beside everything comes back to it. */
export function useHome(box: RefObject<HTMLInputElement | null>, on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const home = () => {
      if (!inDialog() && (document.activeElement === document.body || document.activeElement === null)) box.current?.focus();
    };
    let asked = 0;
    const ask = () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(home);
    };
    box.current?.focus();
    ask();
    addEventListener("focusout", ask);
    addEventListener("focus", ask);
    return () => {
      cancelAnimationFrame(asked);
      removeEventListener("focusout", ask);
      removeEventListener("focus", ask);
    };
  }, [box, on]);
}

/** Presses the choice with this number, as its button would be. */
export const choose = (number: string) => () => document.querySelector<HTMLElement>(`[data-number="${number}"] button`)?.click();
