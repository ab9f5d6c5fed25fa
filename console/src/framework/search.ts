/** What the address of the explorer says beside its path: which part is shown and of what, so that every view can be shared. */
const KEYS = [
  ...(["view", "body", "point", "path", "table", "environment", "severity"] as const),
  ...(["account", "agency", "at", "desk", "roles", "purposes", "clearance"] as const),
  ...(["kind", "topic", "owner", "where", "tlp", "level", "silent", "own", "released", "action", "purpose"] as const),
  ...(["version", "with", "compare", "only"] as const),
];

export type SearchKey = (typeof KEYS)[number];
export type ExplorerSearch = { [K in SearchKey]?: string | undefined };

/** Reads the address. What is not text was text that looks like a number. */
export function explorerSearch(search: Record<string, unknown>): ExplorerSearch {
  const found: ExplorerSearch = {};
  for (const key of KEYS) {
    const value = search[key];
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") found[key] = String(value);
  }
  return found;
}
