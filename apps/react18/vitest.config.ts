import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { chromiumLaunchOptions } from "../../scripts/chromium.mjs";
import { testProjects } from "../../packages/react/testProjects.ts";

const own = (path: string): string => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));

/** The ground that the kit stands on, tested on React 18. */
export default defineConfig({
  test: {
    projects: testProjects({
      name: "react18",
      launchOptions: await chromiumLaunchOptions(),
      reactMajor: "18",
      include: ["tests/ground/**/*.test.tsx", "src/{context,hooks,lib}/**/*.test.tsx"],
      // The kit and all that it depends on get this workspace's React, and not the one beside them.
      alias: [
        { find: /^react(?=$|\/)/, replacement: own("react") },
        { find: /^react-dom(?=$|\/)/, replacement: own("react-dom") },
      ],
      cacheDir: own(".vite"),
    }),
  },
});
