import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, newTask, openRoom, runWith, statusOf, submit } from "./openBrowser.ts";
import { cuttableLine } from "./cuttableLine.ts";
import { processesIn } from "./processesIn.ts";
import type { Demo } from "./startDemo.ts";
import { startDemo } from "./startDemo.ts";

/** One room for most tests, since each room starts an agent of its own. */
const ROOM = "steering";

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  const budget = { run: { soft: { tokens: 55_000 }, hard: { tokens: 80_000 } } };
  demo = await startDemo({ OPENCODE_KIT_BUDGET: JSON.stringify(budget) });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const command = (page: Page): Locator => page.getByRole("group", { name: /Run this command/ });
const transcript = (page: Page): Locator => page.getByRole("log");

async function ended(page: Page, status: string): Promise<void> {
  await expect.poll(() => statusOf(page), { timeout: 60_000 }).toBe(status);
}

/** Waits until the agent counts, and its output is on the page. */
async function counting(page: Page): Promise<void> {
  await runWith(page, "working").waitFor({ timeout: 60_000 });
  await page.getByRole("tab", { name: /Commands/ }).click();
  await page.locator('[data-slot="oc-process"]').getByText("line 3", { exact: false }).first().waitFor();
}

describe("attention", () => {
  it("a permission that a subagent asks for is answered from its parent's page", async () => {
    const { page, problems } = await openRoom(browser, demo.url, ROOM);
    await newTask(page, "Let a helper clean the build folder");
    await command(page).getByText("From subagent").waitFor({ timeout: 60_000 });
    expect(await statusOf(page)).toBe("waiting");
    expect(await page.title()).toMatch(/^\(1\) /);
    await command(page).getByRole("button", { name: "Allow once" }).click();
    await ended(page, "complete");
    await transcript(page).getByText("The helper is done").waitFor();
    expect(await page.title()).not.toMatch(/^\(/);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("a page that is opened, reloaded or reconnected shows exactly what waits", async () => {
    const { page } = await openRoom(browser, demo.url, ROOM);
    await newTask(page, "Clean the build folder");
    await command(page).waitFor({ timeout: 60_000 });
    const shows = async (shown: Page, count: number): Promise<void> => {
      await expect.poll(() => command(shown).count()).toBe(count);
    };
    await page.reload();
    await shows(page, 1);
    const line = cuttableLine();
    const { page: second } = await openRoom(browser, demo.url, ROOM, "", line.lay);
    await shows(second, 1);
    await line.cut();
    await command(page).getByRole("button", { name: "Allow once" }).click();
    await ended(page, "complete");
    expect(await command(second).count()).toBe(1);
    line.mend();
    await shows(second, 0);
    await ended(second, "complete");
    await page.reload();
    await ended(page, "complete");
    await shows(page, 0);
    await second.context().close();
    await page.context().close();
  });

  it("of two pages that answer at the same moment one wins, and the other sees who and what", async () => {
    const { page: ada } = await openRoom(browser, demo.url, ROOM, "&as=owner&name=Ada");
    await newTask(ada, "Clean the build folder");
    const { page: bob } = await openRoom(browser, demo.url, ROOM, "&as=approver&name=Bob");
    for (const page of [ada, bob]) await command(page).waitFor({ timeout: 60_000 });
    await bob.getByText("2 watching").waitFor();
    await Promise.all(
      [ada, bob].map((page) => command(page).getByRole("button", { name: "Allow once" }).click({ force: true })),
    );
    for (const page of [ada, bob]) await ended(page, "complete");
    const decision = ada.getByText(/^Allowed by /);
    const hasAdaWon = (await decision.innerText()) === "Allowed by you";
    const [winner, loser, name] = hasAdaWon ? [ada, bob, "Ada"] : [bob, ada, "Bob"];
    await winner.getByText("Allowed by you").waitFor();
    await loser.getByText(`Allowed by ${name}`).waitFor();
    await loser
      .getByText(new RegExp(`${name} (allowed this once|has already answered)`))
      .first()
      .waitFor();
    expect(await loser.getByText("Allowed by you").count()).toBe(0);
    await ada.context().close();
    await bob.context().close();
  });

  it("an agent that was restarted leaves no request behind", async () => {
    const { page } = await openRoom(browser, demo.url, "restarted");
    await submit(page, "Clean the build folder");
    await command(page).waitFor({ timeout: 60_000 });
    for (const pid of await demo.agents()) process.kill(pid, "SIGKILL");
    await ended(page, "error");
    await expect.poll(() => command(page).count()).toBe(0);
    await submit(page, "What can you do?");
    await ended(page, "complete");
    expect(await command(page).count()).toBe(0);
    await page.context().close();
  });

  it("always allows what it has listed, without a question the next time", async () => {
    const { page } = await openRoom(browser, demo.url, "always");
    await submit(page, "Clean the build folder");
    await command(page).waitFor({ timeout: 60_000 });
    const patterns = await command(page).locator("code").allInnerTexts();
    expect(patterns).toContain("rm *");
    await command(page).getByRole("button", { name: "Always allow" }).click();
    await ended(page, "complete");
    await newTask(page, "Clean the build folder");
    await ended(page, "complete");
    expect(await readFile(join(demo.workspace("always"), "build/stamp.txt"), "utf8")).toMatch(/^\d{4}-/);
    await page.context().close();
  });

  it("a rejection stops the run, and one with a message tells the agent", async () => {
    const { page } = await openRoom(browser, demo.url, ROOM);
    await newTask(page, "Clean the build folder");
    await command(page).getByRole("button", { name: "Reject" }).click({ timeout: 60_000 });
    await page.getByRole("button", { name: "Reject and stop the run" }).click();
    await ended(page, "aborted");
    await newTask(page, "Clean the build folder");
    await command(page).getByRole("button", { name: "Reject" }).click({ timeout: 60_000 });
    await page.getByRole("textbox", { name: /Tell the agent/ }).fill("Leave it alone.");
    await page.getByRole("button", { name: "Reject and go on" }).click();
    await ended(page, "complete");
    await page.getByText("You said: “Leave it alone.”").waitFor();
    expect(await command(page).count()).toBe(0);
    await page.context().close();
  });

  it("questions are answered: one choice, several, in one's own words, together, or not at all", async () => {
    const { page, problems } = await openRoom(browser, demo.url, ROOM);
    const prompt = page.getByRole("group", { name: /The agent asks/ });
    const answer = async (): Promise<void> => {
      await prompt.getByRole("button", { name: "Answer" }).click();
      await ended(page, "complete");
    };
    await newTask(page, "Ask me one question");
    await prompt.getByRole("radio", { name: /^Dark/ }).check({ timeout: 60_000 });
    await answer();
    await transcript(page).getByText(/Dark/).last().waitFor();

    await newTask(page, "Ask me a question of many choices");
    await prompt.getByRole("checkbox", { name: /Features/ }).check({ timeout: 60_000 });
    await prompt.getByRole("checkbox", { name: /Contact/ }).check();
    await answer();
    await transcript(page)
      .getByText(/Features, Contact/)
      .waitFor();

    await newTask(page, "Ask me one question");
    await prompt.getByRole("textbox", { name: "Your own answer" }).fill("Sepia, please", { timeout: 60_000 });
    await answer();
    await transcript(page)
      .getByText(/Sepia, please/)
      .last()
      .waitFor();

    await newTask(page, "Ask me a few questions");
    await prompt
      .getByRole("radio", { name: /^Light/ })
      .first()
      .check({ timeout: 60_000 });
    expect(await prompt.getByRole("button", { name: "Answer" }).isDisabled()).toBe(true);
    await prompt.getByRole("checkbox", { name: /Prices/ }).check();
    await answer();
    await transcript(page)
      .getByText(/Prices/)
      .last()
      .waitFor();

    await newTask(page, "Ask me one question");
    await prompt.getByRole("button", { name: "Dismiss" }).click({ timeout: 60_000 });
    await expect.poll(() => statusOf(page), { timeout: 60_000 }).toMatch(/^(aborted|complete|error)$/);
    expect(await prompt.count()).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe("stop", () => {
  it("ends the process of a long command, and says what is left running, with a button that ends it", async () => {
    const { page } = await openRoom(browser, demo.url, ROOM);
    await newTask(page, "Count slowly to 600, with something in the background");
    await counting(page);
    expect(await processesIn(demo.workspace(ROOM), "seq 1 600")).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await ended(page, "aborted");
    expect(await processesIn(demo.workspace(ROOM), "seq 1 600")).toBe(0);
    await page.getByText(/Still running/).waitFor();
    expect(await processesIn(demo.workspace(ROOM), "sleep 3600")).toBe(1);
    await page
      .getByRole("button", { name: /Kill sleep 3600/ })
      .first()
      .click();
    await expect.poll(() => processesIn(demo.workspace(ROOM), "sleep 3600")).toBe(0);
    await page.context().close();
  });

  it("ends a subagent with its command", async () => {
    const { page } = await openRoom(browser, demo.url, ROOM);
    await newTask(page, "Let a helper count");
    await runWith(page, "working").waitFor({ timeout: 60_000 });
    await expect.poll(() => processesIn(demo.workspace(ROOM), "seq 1 600"), { timeout: 60_000 }).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await ended(page, "aborted");
    expect(await processesIn(demo.workspace(ROOM), "seq 1 600")).toBe(0);
    await page.context().close();
  });
});

describe("prompts while the agent works", () => {
  it("are queued, changed, cancelled and steered", async () => {
    const { page, problems } = await openRoom(browser, demo.url, ROOM);
    await newTask(page, "Count slowly to 600");
    await counting(page);
    const composer = page.getByRole("textbox", { name: "Message to the agent" });
    for (const prompt of ["Note: first", "Note: second", "Note: third"]) {
      await composer.fill(prompt);
      await composer.press("Enter");
      await page.getByRole("group", { name: "Queue" }).getByText(prompt).waitFor();
    }
    const row = (text: string): Locator =>
      page.getByRole("group", { name: "Queue" }).getByRole("listitem").filter({ hasText: text });
    await row("first").getByRole("button", { name: "Edit" }).click();
    await page.getByRole("textbox", { name: "Queued prompt" }).fill("Note: first, but better");
    await page.getByRole("button", { name: "Save" }).click();
    await row("first, but better").waitFor();
    await row("second").getByRole("button", { name: "Cancel" }).click();
    await row("third").getByRole("button", { name: "Send now" }).click();
    await expect.poll(() => page.getByRole("group", { name: "Queue" }).getByRole("listitem").count()).toBe(1);
    await transcript(page).getByText("Note: third").waitFor();
    // The agent goes on as soon as the command ends.
    await page
      .getByRole("button", { name: /^Kill for i in/ })
      .first()
      .click();
    await transcript(page).getByText("Noted: first, but better").waitFor({ timeout: 60_000 });
    await ended(page, "complete");
    expect(await readFile(join(demo.workspace(ROOM), "note.md"), "utf8")).toBe("first, but better\n");
    await page
      .getByRole("navigation", { name: "Runs" })
      .getByRole("button")
      .filter({ hasText: "Note: second" })
      .filter({ hasText: "Stopped" })
      .waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("submitted three times under one id are one run", async () => {
    const { page } = await openRoom(browser, demo.url, "once");
    await page.getByText("What should the agent do?").waitFor();
    const results = await page.evaluate(async (host) => {
      const answers: unknown[] = [];
      for (let i = 0; i < 3; i++) {
        // Each on a socket of its own, as after a reload.
        const socket = new WebSocket(`ws://${host}/parties/open-code-room/once`);
        answers.push(
          await new Promise((resolve) => {
            socket.onmessage = ({ data }) => {
              const message = JSON.parse(String(data)) as { type?: string; value?: unknown };
              const command = { name: "submit", operationId: "the-same", prompt: "Note: once" };
              if (message.type === "hello") socket.send(JSON.stringify({ type: "command", id: "c", command }));
              if (message.type === "result") resolve(message.value);
            };
          }),
        );
        socket.close();
      }
      return answers;
    }, new URL(demo.url).host);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    await ended(page, "complete");
    expect(await transcript(page).getByText("Noted: once").count()).toBe(1);
    await page.context().close();
  });
});

describe("sessions", () => {
  it("are taken back and brought back, with their files, and copied without them", async () => {
    const { page, problems } = await openRoom(browser, demo.url, ROOM);
    const note = (): Promise<string> => readFile(join(demo.workspace(ROOM), "note.md"), "utf8");
    await newTask(page, "Note: one");
    await ended(page, "complete");
    await submit(page, "Note: two");
    await transcript(page).getByText("Noted: two").waitFor({ timeout: 60_000 });
    await ended(page, "complete");
    await expect.poll(note).toBe("two\n");

    const actions = page.getByRole("group", { name: "Actions on this message" }).first();
    await actions.hover();
    await actions.getByRole("button", { name: "Revert to here" }).click();
    await page.getByText(/^Reverted: /).waitFor();
    await expect.poll(note).toBe("one\n");
    expect(await transcript(page).getByText("Noted: two").isVisible()).toBe(false);
    await page.getByRole("button", { name: "Restore" }).click();
    await expect.poll(note).toBe("two\n");
    await transcript(page).getByText("Noted: two").waitFor();

    await actions.hover();
    await actions.getByRole("button", { name: "Fork from here" }).click();
    await transcript(page).getByText("Noted: one").waitFor();
    await ended(page, "complete");
    expect(await transcript(page).getByText("Noted: two").count()).toBe(0);
    expect(await note()).toBe("two\n");
    await submit(page, "Note: three");
    await transcript(page).getByText("Noted: three").waitFor({ timeout: 60_000 });
    await expect.poll(note).toBe("three\n");
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe("a budget", () => {
  it("pauses the run until a person allows more, and stops it in the end", async () => {
    const { page } = await openRoom(browser, demo.url, ROOM);
    await newTask(page, "Spend");
    const prompt = page.getByRole("group", { name: /budget|limit/i });
    await prompt.waitFor({ timeout: 60_000 });
    expect(await statusOf(page)).toBe("waiting");
    await prompt.getByRole("button", { name: /^Continue/ }).click();
    await ended(page, "error");
    await page
      .getByText(/tokens allowed/)
      .first()
      .waitFor();
    expect(await transcript(page).getByText("steps are taken").count()).toBe(0);
    await page.context().close();
  });
});

describe("roles", () => {
  it("a viewer sees everything, commands nothing, and reads why", async () => {
    const { page: owner } = await openRoom(browser, demo.url, ROOM, "&as=owner&name=Ada");
    await newTask(owner, "Clean the build folder");
    await command(owner).waitFor({ timeout: 60_000 });
    const { page: viewer } = await openRoom(browser, demo.url, ROOM, "&as=viewer&name=Vic");
    await command(viewer).waitFor({ timeout: 60_000 });
    expect(await command(viewer).getByRole("button", { name: "Allow once" }).isDisabled()).toBe(true);
    await command(viewer).getByText("Only an approver or owner can answer this. You are a viewer.").waitFor();
    const stop = viewer.getByRole("button", { name: "Stop", exact: true });
    expect(await stop.isDisabled()).toBe(true);
    expect(await stop.getAttribute("title")).toContain("Only an owner");

    const { page: approver } = await openRoom(browser, demo.url, ROOM, "&as=approver&name=Pat");
    await command(approver).getByRole("button", { name: "Allow once" }).click({ timeout: 60_000 });
    await owner.getByText("Pat allowed this once").first().waitFor();
    await ended(owner, "complete");
    await owner.getByText("Allowed by Pat").waitFor();
    for (const page of [owner, viewer, approver]) await page.context().close();
  });
});
