import type { Browser, Page } from "playwright";
import { chromium } from "playwright";
import { chromiumLaunchOptions } from "../../../scripts/chromium.mjs";

export async function openBrowser(): Promise<Browser> {
  return chromium.launch(await chromiumLaunchOptions());
}

/**
 * Opens a room in a page of its own, with `more` in the address, such as `&as=viewer&name=Ada`; what the page reports as
 * an error fails the test through `problems`.
 */
export async function openRoom(
  browser: Browser,
  url: string,
  room: string,
  more = "",
  prepare?: (page: Page) => Promise<void>,
): Promise<{ readonly page: Page; readonly problems: readonly string[] }> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, acceptDownloads: true });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await prepare?.(page);
  await page.goto(`${url}?room=${room}${more}`);
  return { page, problems };
}

/** Types a task as a person would. */
export async function submit(page: Page, prompt: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message to the agent" }).fill(prompt);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

/** Starts a task in a session of its own. */
export async function newTask(page: Page, prompt: string): Promise<void> {
  await page.getByRole("button", { name: "New task" }).click();
  await page.getByText("What should the agent do?").waitFor();
  await submit(page, prompt);
}

/** Status of the run that the page shows. */
export async function statusOf(page: Page): Promise<string | null> {
  const run = page.locator('[data-slot="oc-run"]');
  return (await run.count()) === 0 ? null : run.getAttribute("data-status");
}

/** The run as a whole, by its status attribute. */
export function runWith(page: Page, status: string): ReturnType<Page["locator"]> {
  return page.locator(`[data-slot="oc-run"][data-status="${status}"]`);
}
