import { hasWord, sentence, t } from "../i18n";
import type { Place } from "./types";

/** A request that did not come to what was asked: the server's problem document (RFC 9457), or what befell the request on its way. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly place: Place | undefined;
  readonly fields: Record<string, unknown>;

  constructor(of: { code: string; status?: number; detail?: string; place?: Place | null | undefined; fields?: unknown }) {
    super(`${of.code}: ${of.detail ?? ""}`);
    this.code = of.code;
    this.status = of.status ?? 0;
    this.detail = of.detail ?? "";
    this.place = of.place ?? undefined;
    this.fields = (of.fields as Record<string, unknown>) ?? {};
  }
}

/** Makes a problem of whatever befell a request on its way: there only does a TypeError mean that nobody answered. */
export function lostOnTheWay(thrown: unknown): Problem {
  return thrown instanceof TypeError ? new Problem({ code: "unreachable", detail: thrown.message }) : problemOf(thrown);
}

/** Makes a problem of whatever was thrown. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof DOMException && (thrown.name === "TimeoutError" || thrown.name === "AbortError"))
    return new Problem({ code: "timeout" });
  return new Problem({ code: "page", detail: t("page.failed") });
}

/** What went wrong, in the officer's language where the catalogue knows the code; the server's sentence otherwise. */
export function problemText(problem: Problem): string {
  const data: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(problem.fields)) {
    data[key] = Array.isArray(value) ? value.join(", ") : typeof value === "number" ? value : String(value ?? "");
  }
  const own = hasWord("problem", problem.code) ? sentence("problem", problem.code, data) : undefined;
  // A sentence with a gap says less than the server's own.
  if (own && !/\{\w+\}/.test(own)) return own;
  return problem.detail || t("problem.internal");
}

/** Where the framework states the rule: `file:line`. */
export const placeText = (place: Place): string => `${place.file}:${place.line}`;
