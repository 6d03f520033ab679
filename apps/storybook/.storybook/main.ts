import type { StorybookConfig } from "@storybook/react-vite";
import { defaultClientConditions, mergeConfig } from "vite";

const config: StorybookConfig = {
  framework: "@storybook/react-vite",
  stories: ["../stories/**/*.stories.tsx"],
  addons: ["@storybook/addon-a11y", "@storybook/addon-vitest"],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (base) =>
    mergeConfig(base, {
      // The kit comes from its sources, so that no story waits for a build.
      resolve: { conditions: ["@opencode-kit/source", ...defaultClientConditions] },
      optimizeDeps: {
        include: [
          "diff2html/lib-esm/diff-parser",
          "lucide-react",
          "marked",
          "@radix-ui/react-collapsible",
          "@tanstack/react-query",
          "partysocket",
          "@opencode-kit/react > shiki > @shikijs/core",
          "@opencode-kit/react > shiki > @shikijs/engine-javascript",
        ],
        // A file for each language, imported one by one.
        exclude: ["shiki", "@shikijs/langs"],
      },
    }),
};

export default config;
