import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import type { LaunchOptions, Page } from "playwright";
import { chromium } from "playwright";
import { build, defaultClientConditions } from "vite";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** `npm run bench` says which Chromium; without it, Playwright takes its own. */
function launchOptions(): LaunchOptions {
  return JSON.parse(process.env["CHROMIUM_LAUNCH_OPTIONS"] ?? "{}") as LaunchOptions;
}

/** The bench's page as Vite builds it for production, in a Chromium of its own. */
export async function withPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "opencode-kit-bench-"));
  try {
    await build({
      root: import.meta.dirname,
      configFile: false,
      logLevel: "error",
      resolve: { conditions: ["@opencode-kit/source", ...defaultClientConditions] },
      build: { outDir: folder, emptyOutDir: true, modulePreload: false, chunkSizeWarningLimit: 10_000 },
    });
    const server = createServer((request, response) => {
      const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
      const name = path === "/" ? "/index.html" : path;
      response.setHeader("content-type", TYPES[extname(name)] ?? "application/octet-stream");
      createReadStream(join(folder, name))
        .on("error", () => response.writeHead(404).end())
        .pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const browser = await chromium.launch(launchOptions());
    try {
      const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
      page.on("pageerror", (error) => process.stderr.write(`${error.message}\n`));
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.waitForFunction(() => "bench" in window);
      return await work(page);
    } finally {
      await browser.close();
      server.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
