import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [cloudflareTest({ wrangler: { configPath: "./src/tests/wrangler.jsonc" } })],
  resolve: { conditions: ["@opencode-kit/source"] },
  ssr: { resolve: { conditions: ["@opencode-kit/source", "workerd", "worker", "browser"] } },
  test: {
    name: "server-workerd",
    include: ["src/{tests,storage,room,access,artifacts,commands,files,backups,providers}/**/*.test.ts"],
    exclude: ["src/tests/real/**"],
    testTimeout: 20_000,
  },
});
