import { defineConfig } from "vitest/config";
import { chromiumLaunchOptions } from "../../scripts/chromium.mjs";
import { testProjects } from "./testProjects.ts";

export default defineConfig({
  test: {
    projects: testProjects({
      name: "react",
      launchOptions: await chromiumLaunchOptions(),
      reactMajor: "19",
      include: ["{src,tests}/**/*.test.{ts,tsx}"],
    }),
  },
});
