import type { PlaywrightProviderOptions } from "@vitest/browser-playwright";
import { playwright } from "@vitest/browser-playwright";
import type { AliasOptions } from "vite";
import { defaultClientConditions } from "vite";
import type { TestProjectInlineConfiguration } from "vitest/config";
import { servesStrictPage } from "./servesStrictPage.ts";

const SOURCE = "@opencode-kit/source";
const root = new URL(".", import.meta.url).pathname;

export type TestProjectsOptions = {
  readonly name: string;
  readonly reactMajor: string;
  /** Globs below `packages/react` of what runs in Chromium. What ends in `.node.test.tsx` runs in Node. */
  readonly include: readonly string[];
  /** Where React is, if not beside the kit. */
  readonly alias?: AliasOptions;
  /** Where Vite keeps the dependencies that it has prepared. Default: its own place below the root. */
  readonly cacheDir?: string;
  /** Of the Chromium to use. */
  readonly launchOptions: NonNullable<PlaywrightProviderOptions["launchOptions"]>;
};

/** The kit's tests on one version of React: in Chromium, and on a server. */
export function testProjects(options: TestProjectsOptions): TestProjectInlineConfiguration[] {
  const { name, reactMajor, include, alias = [], cacheDir, launchOptions } = options;
  return [
    {
      root,
      ...(cacheDir === undefined ? {} : { cacheDir }),
      plugins: [servesStrictPage()],
      resolve: { alias, conditions: [SOURCE, ...defaultClientConditions] },
      // Named, so that no test run meets a dependency for the first time and reloads the page under the tests.
      optimizeDeps: {
        include: [
          "react",
          "react/jsx-dev-runtime",
          "react-dom",
          "react-dom/client",
          "react-dom/server",
          "@radix-ui/react-collapsible",
          "@tanstack/react-query",
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
        name,
        include: [...include],
        exclude: ["**/*.node.test.{ts,tsx}"],
        setupFiles: ["./tests/setup.ts"],
        provide: { reactMajor },
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: playwright({ launchOptions }),
          instances: [{ browser: "chromium" }],
          viewport: { width: 1000, height: 700 },
        },
      },
    },
    {
      root,
      resolve: { alias, conditions: [SOURCE] },
      ssr: { resolve: { conditions: [SOURCE, "module"] } },
      test: {
        name: `${name}-node`,
        include: ["tests/**/*.node.test.{ts,tsx}"],
        setupFiles: ["./tests/failOnConsole.ts"],
        environment: "node",
        // What Node loads by itself would find the React beside it, whatever the alias says.
        server: { deps: { inline: [/@radix-ui\//, /@tanstack\/react-/, /lucide-react/] } },
      },
    },
  ];
}
