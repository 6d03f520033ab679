import { createServer } from "node:net";
import type { Browser } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ScriptedModel } from "@opencode-kit/server/testing";
import { startScriptedModel } from "@opencode-kit/server/testing";
import { openBrowser, openRoom, statusOf, submit } from "./openBrowser.ts";
import type { Demo } from "./startDemo.ts";
import { startDemo } from "./startDemo.ts";

const KEY = "sk-second-server-key";

let browser: Browser;
let model: ScriptedModel;
let demo: Demo | undefined;

beforeAll(async () => {
  browser = await openBrowser();
  model = await startScriptedModel({ pace: "fast", apiKey: KEY });
});

afterEach(async () => {
  await demo?.stop();
  demo = undefined;
});

afterAll(async () => {
  await browser?.close();
  await model?.close();
});

describe("another provider", () => {
  it("answers when OPENAI_BASE_URL names it, and the page no longer says that no AI does", async () => {
    demo = await startDemo({ OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: KEY, OPENAI_MODEL: model.model });
    const { page } = await openRoom(browser, demo.url, "second");
    await submit(page, "What can you do?");
    await expect.poll(() => statusOf(page), { timeout: 60_000 }).toBe("complete");
    await page.getByText("I am a scripted model").waitFor();
    expect(model.requests()).toBeGreaterThan(0);
    expect(await page.getByText("no AI is answering").count()).toBe(0);
    expect(demo.output()).not.toContain(KEY);
    await page.context().close();
  });

  it("that refuses the key ends the run with what to do", async () => {
    demo = await startDemo({
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_API_KEY: "sk-wrong-key-000",
      OPENAI_MODEL: model.model,
    });
    const { page } = await openRoom(browser, demo.url, "wrong-key");
    await submit(page, "What can you do?");
    await expect.poll(() => statusOf(page), { timeout: 60_000 }).toBe("error");
    await page.getByText("refused the API key (401)").first().waitFor();
    await page.context().close();
  });

  it("that cannot be reached ends the run with what to do, instead of trying for ever", async () => {
    demo = await startDemo({
      OPENAI_BASE_URL: `http://127.0.0.1:${await closedPort()}/v1`,
      OPENAI_API_KEY: KEY,
      OPENAI_MODEL: "any",
    });
    const { page } = await openRoom(browser, demo.url, "unreachable");
    await submit(page, "What can you do?");
    await expect.poll(() => statusOf(page), { timeout: 60_000 }).toBe("error");
    await page.getByText("cannot be reached. Check the network").first().waitFor();
    await page.context().close();
  });
});

describe("starting", () => {
  it("says which variable is missing, and ends", async () => {
    await expect(startDemo({ OPENAI_BASE_URL: model.baseUrl })).rejects.toThrow(/OPENAI_MODEL is not set/);
  });

  it("takes the next port when its own is taken, and says so", async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, "127.0.0.1", () => {
        const address = taken.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      }),
    );
    demo = await startDemo({ OPENCODE_KIT_PORT: String(port) });
    expect(demo.url).not.toContain(`:${port}/`);
    expect(demo.output()).toContain(`${port} is in use`);
    // A second one of the same checkout has rooms of its own.
    const second = await startDemo({ OPENCODE_KIT_DATA: demo.data });
    expect(second.output()).toContain("Another server uses");
    await second.stop();
    await new Promise((resolve) => taken.close(resolve));
  });

  it.each(["SIGTERM", "SIGINT"] as const)("leaves nothing behind after %s", async (signal) => {
    demo = await startDemo();
    const { page } = await openRoom(browser, demo.url, "left");
    await submit(page, "Write a year of sales to figures.csv");
    await page.locator('[data-slot="oc-tool"][data-tool="bash"]').first().waitFor();
    expect(await demo.agents()).not.toEqual([]);
    const { url } = demo;
    // Fails if an agent is left.
    await demo.stop(signal);
    demo = undefined;
    await expect(fetch(url)).rejects.toThrow("fetch failed");
    await page.context().close();
  });
});

/** A port at which nothing listens, with "429" in it: OpenCode takes such a number in an error for the status. */
async function closedPort(): Promise<number> {
  for (let port = 42_901; ; port++) {
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
