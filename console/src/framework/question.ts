import type { Ask } from "../api/types";
import type { ExplorerSearch } from "./search";

/** Stands in the address for "no purpose is stated"; nothing there stands for the officer's first. */
export const NO_PURPOSE = "-";

/** Several words in one field of the address. */
export const several = (text: string | undefined): string[] => (text ?? "").split(",").filter((w) => w !== "");

/** A field with a word put in, or taken out. */
export function toggled(text: string | undefined, word: string, on: boolean): string | undefined {
  const words = several(text).filter((w) => w !== word);
  return (on ? [...words, word] : words).join(",") || undefined;
}

/** The question that an address asks; none as long as it does not say who, and what. */
export function question(s: ExplorerSearch): Ask | undefined {
  if (!s.kind || !(s.account || s.agency)) return undefined;
  const described = {
    agency: s.agency,
    desk: s.desk || undefined,
    point: s.at || undefined,
    roles: several(s.roles),
    purposes: several(s.purposes),
    clearance: Number.parseInt(s.clearance ?? "", 10) || 0,
  };
  return {
    officer: s.account ? { account: s.account } : described,
    record: {
      kind: s.kind,
      topic: s.topic || undefined,
      agency: s.owner || undefined,
      point: s.where || undefined,
      tlp: s.tlp || undefined,
      classification: s.level || undefined,
      silent: s.silent === "true",
      own: s.own === "true",
      releasable_to: several(s.released),
    },
    action: s.action || undefined,
    purpose: s.purpose === NO_PURPOSE ? "" : s.purpose || undefined,
  };
}
