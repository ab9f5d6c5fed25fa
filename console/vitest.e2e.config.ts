import { defineConfig } from "vitest/config";

/** A real browser on a real server. One file after the other: each has a server of its own, and the machine may have two cores. */
export default defineConfig({
  test: { include: ["tests/e2e/**/*.test.ts"], environment: "node", fileParallelism: false, testTimeout: 180_000, hookTimeout: 120_000 },
});
