import { fileURLToPath } from "node:url";
import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumLaunchOptions } from "../../scripts/chromium.mjs";

export default defineConfig({
  plugins: [
    storybookTest({ configDir: fileURLToPath(new URL(".storybook", import.meta.url)), disableAddonDocs: true }),
  ],
  optimizeDeps: { include: ["react", "react-dom", "react/jsx-dev-runtime", "react-dom/client"] },
  test: {
    name: "storybook",
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: await chromiumLaunchOptions() }),
      // The preview starts in the scheme that the browser prefers, so every story is tested in both.
      instances: await Promise.all(
        (["light", "dark"] as const).map(async (colorScheme) => ({
          browser: "chromium" as const,
          name: colorScheme,
          provider: playwright({ launchOptions: await chromiumLaunchOptions(), contextOptions: { colorScheme } }),
        })),
      ),
    },
  },
});
