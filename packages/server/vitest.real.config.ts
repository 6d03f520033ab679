import { defineConfig } from "vitest/config";

/** Real clients in Node, the room in a workerd of its own, the real OpenCode. */
export default defineConfig({
  resolve: { conditions: ["@opencode-kit/source"] },
  ssr: { resolve: { conditions: ["@opencode-kit/source"] } },
  test: {
    name: "real",
    root: import.meta.dirname,
    include: ["src/tests/real/**/*.test.ts"],
    environment: "node",
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
