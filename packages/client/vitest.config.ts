import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@opencode-kit/source"] },
  ssr: { resolve: { conditions: ["@opencode-kit/source"] } },
  test: { name: "client", include: ["src/**/*.test.ts"], environment: "node", restoreMocks: true },
});
