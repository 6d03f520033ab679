import { defineConfig } from "vitest/config";

/** End to end: the demo as a newcomer starts it, in a real browser, on the real agent. One file at a time. */
export default defineConfig({
  resolve: { conditions: ["@opencode-kit/source"] },
  ssr: { resolve: { conditions: ["@opencode-kit/source"] } },
  test: {
    name: "demo",
    include: ["e2e/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 180_000,
  },
});
