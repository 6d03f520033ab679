import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, newTask, openRoom, runWith, statusOf, submit } from "./openBrowser.ts";
import type { Demo } from "./startDemo.ts";
import { startDemo } from "./startDemo.ts";

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await startDemo();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

/** What the transcript says, each message's text on its own. */
function transcript(page: Page): Promise<string> {
  return page.getByRole("log").innerText();
}

describe("the demo on the real agent", () => {
  it("shows a library being built: text, tools, a failing test, the fix, diffs, files and commands", async () => {
    const { page, problems } = await openRoom(browser, demo.url, "library");
    await page.getByText("What should the agent do?").waitFor();
    await submit(page, "Build a small TypeScript library that makes slugs, with tests.");

    // Text and tool calls arrive while the run goes on.
    await runWith(page, "working").waitFor();
    await page.getByText("I will build it without dependencies").waitFor();
    await page.locator('[data-slot="oc-tool"][data-tool="bash"]').first().waitFor();
    expect(await runWith(page, "complete").count()).toBe(0);

    // A reload and a second viewer in the middle of it.
    await page.reload();
    const second = await openRoom(browser, demo.url, "library");
    await page.getByText("I will build it without dependencies").waitFor();
    await second.page.getByText("I will build it without dependencies").waitFor();

    await expect.poll(() => statusOf(page), { timeout: 60_000 }).toBe("complete");
    await runWith(second.page, "complete").waitFor();
    await page.getByText("The library is ready").waitFor();
    await second.page.getByText("The library is ready").waitFor();
    // Markdown is drawn once its code has arrived.
    for (const shown of [page, second.page]) await shown.locator("strong", { hasText: "3 tests pass" }).waitFor();
    const before = await transcript(page);
    expect(await transcript(second.page)).toBe(before);
    await page.reload();
    await page.locator("strong", { hasText: "3 tests pass" }).waitFor();
    expect(await transcript(page)).toBe(before);

    // The changed files, with the patch that the fix made part of.
    await page.getByRole("tab", { name: /Changes/ }).click();
    const diffs = page.locator('[data-slot="oc-diff-list"]');
    await diffs.locator('[data-path="src/slugify.ts"]').first().waitFor();
    await diffs.locator('[data-path="src/slugify.ts"] button').first().click();
    await diffs.getByText('replace(/[^a-z0-9]+/g, "-")').first().waitFor();

    // The commands: the first run of the tests failed, the second passed.
    await page.getByRole("tab", { name: /Commands/ }).click();
    const commands = page.locator('[data-slot="oc-process"]');
    await expect.poll(() => commands.count()).toBe(2);
    expect(await commands.nth(0).innerText()).toContain("Exit 1");
    expect(await commands.nth(1).innerText()).toContain("Exit 0");

    // The new files, in the tree.
    await page.getByRole("tab", { name: /Files/ }).click();
    await page.getByRole("treeitem", { name: /README\.md/ }).waitFor();
    await page.getByRole("treeitem", { name: /package\.json/ }).waitFor();

    expect(await readFile(join(demo.workspace("library"), "src/slugify.ts"), "utf8")).toContain("[^a-z0-9]+");
    expect(problems).toEqual([]);
    expect(second.problems).toEqual([]);
    await page.context().close();
    await second.page.context().close();
  });

  it("shows live output, and downloads the file that the run was asked for, byte for byte", async () => {
    const { page, problems } = await openRoom(browser, demo.url, "csv");
    await submit(page, "Write a year of sales to figures.csv");
    await page.getByRole("tab", { name: /Commands/ }).click();
    const output = page.locator('[data-slot="oc-process"]').first();
    await output.getByText("2026-03").waitFor();
    expect(await output.innerText()).not.toContain("2026-12");
    await output.getByText("Wrote 193 lines to figures.csv").waitFor();
    await expect.poll(() => statusOf(page), { timeout: 60_000 }).toBe("complete");

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^Download figures\.csv/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("figures.csv");
    const bytes = await readFile(await download.path());
    expect(bytes.equals(await readFile(join(demo.workspace("csv"), "figures.csv")))).toBe(true);
    expect(bytes.toString("utf8").trim().split("\n")).toHaveLength(193);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("asks before a command, runs it once allowed, and shows the exit code", async () => {
    const { page, problems } = await openRoom(browser, demo.url, "tour");
    await submit(page, "Clean the build folder");
    await runWith(page, "waiting").waitFor({ timeout: 60_000 });
    const prompt = page.getByRole("group", { name: /Run this command/ });
    await prompt.getByText("rm -rf build").first().waitFor();
    await prompt.getByRole("button", { name: "Allow once" }).click();
    await expect.poll(() => statusOf(page), { timeout: 60_000 }).toBe("complete");
    await page.getByRole("tab", { name: /Commands/ }).click();
    await page.locator('[data-slot="oc-process"]').getByText("Exit 0").waitFor();
    const stamp = await readFile(join(demo.workspace("tour"), "build/stamp.txt"), "utf8");
    expect(stamp).toMatch(/^\d{4}-\d\d-\d\d\n$/);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("goes on after a refusal with a reason, and tells the agent", async () => {
    const { page } = await openRoom(browser, demo.url, "tour");
    await newTask(page, "Clean the build folder");
    const prompt = page.getByRole("group", { name: /Run this command/ });
    await prompt.getByRole("button", { name: "Reject" }).click();
    await page.getByRole("textbox", { name: /Tell the agent/ }).fill("Leave it alone.");
    await page.getByRole("button", { name: "Reject and go on" }).click();
    await expect.poll(() => statusOf(page), { timeout: 60_000 }).toBe("complete");
    await page.getByText("You said: “Leave it alone.”").waitFor();
    await page.context().close();
  });

  it("stops when asked to", async () => {
    const { page } = await openRoom(browser, demo.url, "tour");
    await newTask(page, "Write a year of sales to figures.csv");
    await page.locator('[data-slot="oc-tool"][data-tool="bash"]').first().waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await expect.poll(() => statusOf(page), { timeout: 20_000 }).toBe("aborted");
    await page.context().close();
  });

  it("says in one sentence what a provider's refusal means", async () => {
    const { page } = await openRoom(browser, demo.url, "tour");
    await newTask(page, "Show me a provider error");
    await expect.poll(() => statusOf(page), { timeout: 60_000 }).toBe("error");
    await page.getByText("The model provider refused the API key (401)").first().waitFor();
    await page.context().close();
  });

  it("says that the agent died, and works again with the next prompt", async () => {
    const { page } = await openRoom(browser, demo.url, "tour");
    await newTask(page, "Write a year of sales to figures.csv");
    await page.locator('[data-slot="oc-tool"][data-tool="bash"]').first().waitFor();
    for (const pid of await demo.agents()) process.kill(pid, "SIGKILL");
    await expect.poll(() => statusOf(page), { timeout: 60_000 }).toBe("error");
    await page.getByText("The agent stopped while it worked").first().waitFor();
    await submit(page, "What can you do?");
    await expect.poll(() => statusOf(page), { timeout: 60_000 }).toBe("complete");
    await page.getByText("I am a scripted model").waitFor();
    await page.context().close();
  });

  it("says that no AI is answering", async () => {
    const { page } = await openRoom(browser, demo.url, "notice");
    await page.getByText("no AI is answering").first().waitFor();
    expect(demo.output()).toContain("scripted");
    await page.context().close();
  });
});
