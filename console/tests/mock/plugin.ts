import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { answerApi } from "./routes";

/** The policy that the real server sends, so that a violation is seen here first. */
const policy = (nonce: string) =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

type Next = () => void;

/** Answers the API from memory in `vite --mode mock` and `vite preview --mode mock`; the preview also sends the content security policy. */
export function mock(): Plugin {
  const api = (request: IncomingMessage, response: ServerResponse, next: Next) =>
    request.url?.startsWith("/api/") ? answerApi(request, response) : next();
  const page = async (request: IncomingMessage, response: ServerResponse, next: Next) => {
    if (!request.headers.accept?.includes("text/html")) return next();
    const { readFile } = await import("node:fs/promises");
    const nonce = randomBytes(16).toString("base64");
    const html = await readFile("dist/index.html", "utf8");
    response.setHeader("content-type", "text/html");
    response.setHeader("content-security-policy", policy(nonce));
    response.end(html.replaceAll("__CSP_NONCE__", nonce));
  };
  return {
    name: "mock-api",
    configureServer: (server) => void server.middlewares.use(api),
    configurePreviewServer: (server) => void server.middlewares.use(api).use(page),
  };
}
