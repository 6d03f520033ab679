import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions } from "vite";
import { defineConfig } from "vitest/config";
import { chromiumLaunchOptions } from "../../scripts/chromium.mjs";

const CONDITION = "@opencode-kit/source";

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: [CONDITION, ...defaultClientConditions] },
        // Named, so that no test run meets a dependency for the first time and reloads the page under the tests.
        optimizeDeps: {
          include: [
            "react",
            "react/jsx-dev-runtime",
            "react-dom",
            "react-dom/client",
            "react-dom/server",
            "@radix-ui/react-collapsible",
            "diff2html/lib-esm/diff-parser",
            "lucide-react",
            "marked",
            "partysocket",
            "vitest-browser-react",
            "shiki > @shikijs/core",
            "shiki > @shikijs/engine-javascript",
          ],
          // A file for each language, imported one by one.
          exclude: ["shiki", "@shikijs/langs"],
        },
        test: {
          name: "react",
          include: ["{src,tests}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.node.test.{ts,tsx}"],
          setupFiles: ["./tests/setup.ts"],
          provide: { reactMajor: "19" },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: await chromiumLaunchOptions() }),
            instances: [{ browser: "chromium" }],
            viewport: { width: 1000, height: 700 },
          },
        },
      },
      {
        resolve: { conditions: [CONDITION] },
        ssr: { resolve: { conditions: [CONDITION] } },
        test: {
          name: "react-node",
          include: ["tests/**/*.node.test.{ts,tsx}"],
          setupFiles: ["./tests/failOnConsole.ts"],
          environment: "node",
        },
      },
    ],
  },
});
