import { defineConfig } from "vitest/config";

/** Unit tests: no browser, no server. */
export default defineConfig({ test: { include: ["src/**/*.test.ts"], environment: "node" } });
