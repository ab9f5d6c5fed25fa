import { useSyncExternalStore } from "react";
import { t } from "../i18n";
import { Icon } from "./Icon";

/** How long a message stays: long enough to be read twice. Milliseconds. */
const SHOWN_MS = 6_000;
/** Messages shown at once; older ones make room. */
const MAX_SHOWN = 3;

interface Toast {
  id: number;
  text: string;
  tone: "green" | "red";
}

let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function change(to: readonly Toast[]): void {
  toasts = to;
  for (const listener of listeners) listener();
}

/** Says something that needs no answer: seen in a corner, heard by screen readers. */
export function say(text: string, tone: Toast["tone"] = "green"): void {
  const id = next++;
  change([...toasts, { id, text, tone }].slice(-MAX_SHOWN));
  setTimeout(() => change(toasts.filter((toast) => toast.id !== id)), SHOWN_MS);
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <section className="toasts" aria-live="polite" aria-label={t("toasts")}>
      {shown.map((toast) => (
        <p key={toast.id} className={`toast ${toast.tone}`}>
          <Icon name={toast.tone === "green" ? "check" : "alert"} />
          {toast.text}
        </p>
      ))}
    </section>
  );
}
