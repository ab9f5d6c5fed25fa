import createClient, { type Middleware } from "openapi-fetch";
import { languageId } from "../i18n";
import { lostOnTheWay, Problem } from "./problem";
import type { paths } from "./schema";

/** A request that has no answer by then has failed, and the screen says so. Milliseconds. */
export const REQUEST_TIMEOUT_MS = 15_000;
/** The same where the server proves something first: longer than it lets any request take, so that its own answer is heard. */
export const PROOF_TIMEOUT_MS = 45_000;

const CSRF_HEADER = "x-mpaka-csrf";
const PURPOSE_HEADER = "x-mpaka-purpose";

/** What every request carries beside its question; set when the officer signs in. */
const carried: { csrf: string | undefined; purpose: string | undefined } = { csrf: undefined, purpose: undefined };
let signedOut: () => void = () => {};

export function carry(csrf: string | null | undefined, purpose: string | undefined): void {
  carried.csrf = csrf ?? undefined;
  carried.purpose = purpose;
}

/** What to do when the server says that nobody is signed in. */
export function onSignedOut(then: () => void): void {
  signedOut = then;
}

/** The headers of a request that is not made through the client: the live feed. */
export function headers(): Record<string, string> {
  const language = { "accept-language": languageId() };
  return carried.purpose ? { ...language, [PURPOSE_HEADER]: carried.purpose } : language;
}

const common: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET" && carried.csrf) request.headers.set(CSRF_HEADER, carried.csrf);
    for (const [name, value] of Object.entries(headers())) request.headers.set(name, value);
    return request;
  },
};

const within = (timeout: number) => (request: Request) =>
  fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeout)]) });

export const api = createClient<paths>({
  // Outside a browser, in unit tests, nothing is asked.
  baseUrl: globalThis.location?.origin ?? "",
  fetch: within(REQUEST_TIMEOUT_MS),
});
api.use(common);
/** Added to a request for which the server proves something. */
export const patiently = { fetch: within(PROOF_TIMEOUT_MS) };

interface Answered<T> {
  data?: T | undefined;
  error?: unknown;
  response: Response;
}

/** The answer, or a {@link Problem}. */
export async function answer<T>(asked: Promise<Answered<T>>): Promise<T> {
  let got: Answered<T>;
  try {
    got = await asked;
  } catch (thrown) {
    throw lostOnTheWay(thrown);
  }
  const { data, error, response } = got;
  if (response.ok) return data as T;
  const told = (error ?? {}) as { code?: string; detail?: string; title?: string };
  const problem = new Problem({
    ...told,
    code: told.code ?? `http_${response.status}`,
    detail: told.detail ?? told.title ?? "",
    status: response.status,
  });
  if (problem.code === "signed_out") signedOut();
  throw problem;
}
