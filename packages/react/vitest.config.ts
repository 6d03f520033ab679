import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions } from "vite";
import { defineConfig } from "vitest/config";
import { chromiumLaunchOptions } from "../../scripts/chromium.mjs";

export default defineConfig({
  resolve: { conditions: ["@opencode-kit/source", ...defaultClientConditions] },
  // Named, so that no test run meets a dependency for the first time and reloads the page under the tests.
  optimizeDeps: {
    include: [
      "react",
      "react/jsx-dev-runtime",
      "react-dom",
      "react-dom/client",
      "@radix-ui/react-collapsible",
      "diff2html/lib-esm/diff-parser",
      "lucide-react",
      "marked",
      "partysocket",
      "vitest-browser-react",
    ],
  },
  test: {
    name: "react",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["./tests/setup.ts"],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: await chromiumLaunchOptions() }),
      instances: [{ browser: "chromium" }],
      viewport: { width: 1000, height: 700 },
    },
  },
});
