import { defineConfig } from "vitest/config";

/** What runs in Node: the local sandbox host with the real OpenCode, and the scripted model. */
export default defineConfig({
  resolve: { conditions: ["@opencode-kit/source"] },
  ssr: { resolve: { conditions: ["@opencode-kit/source"] } },
  test: {
    name: "server-node",
    root: import.meta.dirname,
    include: ["src/{local,testing,sandbox,cloudflare,providers,run,tool}/**/*.test.ts"],
    environment: "node",
    // Each agent is a process of 300 MB.
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
