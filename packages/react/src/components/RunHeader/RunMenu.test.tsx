import type { MessagePage } from "@opencode-kit/client/protocol";
import { fromRunSnapshot, toRunSnapshot, windowOf } from "@opencode-kit/client/state";
import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { createFakeClient, message, ROOT, text, tool } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { RunRoot } from "../RunRoot/RunRoot.tsx";
import { RunMenu } from "./RunMenu.tsx";

async function open() {
  const fake = createFakeClient();
  const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const screen = await openRun(fake);
  fake.emits(
    { type: "run.patch", patch: { title: "Fix *the* bug", status: "complete", modelID: "gpt-5", endedAt: 61_001 } },
    message("m1", "user"),
    text("t1", "m1", "Please fix it"),
    message("m2"),
    text("t2", "m2", "I run the tests."),
    tool("u1", "m2", "bash", { input: { command: "echo `x`" }, output: windowOf("```\nhi\n") }),
    tool("u2", "m2", "read", { status: "error", input: { filePath: "a.ts" }, error: "ENOENT" }),
  );
  const menu = screen.getByRole("button", { name: "Find, copy and export" });
  return { fake, screen, copied, menu };
}

test("a run is copied as a Markdown document that its own text cannot break", async () => {
  const { screen, copied, menu } = await open();
  await menu.click();
  await screen.getByRole("button", { name: "Copy as Markdown" }).click();
  // The exporter is loaded first.
  await vi.waitFor(() => expect(copied).toHaveBeenCalledOnce(), 10_000);
  expect(copied.mock.calls[0]?.[0]).toBe(
    [
      "# Fix \\*the\\* bug",
      "- Status: Done\n- Model: gpt-5\n- Time: 1m 01s\n- Usage: 0 tokens",
      "## You",
      "Please fix it",
      "## Agent",
      "I run the tests.",
      "**Run** `` echo `x` ``",
      "````\n```\nhi\n````",
      "**Read** `a.ts` (Failed)",
      "```\nENOENT\n```\n",
    ].join("\n\n"),
  );
  await expect.element(menu).toHaveFocus();
  await expect.element(menu).toHaveAttribute("aria-expanded", "false");
});

test("an export has the messages that the page has not loaded, and leaves the page as it is", async () => {
  const fake = createFakeClient();
  const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const screen = await openRun(fake);
  for (let at = 10; at < 90; at++) fake.emits(message(`m${at}`), text(`t${at}`, `m${at}`, `words ${at}`));
  const whole = fake.client.run("run_1").get();
  const snapshot = toRunSnapshot(whole);
  fake.shows(fromRunSnapshot(snapshot));
  const loaded = fake.client.run("run_1").get().messages;
  expect(loaded.get("m10")).toBeUndefined();
  const getMessages = vi.spyOn(fake.client, "getMessages").mockImplementation(async ({ before = "" }) => {
    const ids = [...whole.messages.values()].filter(({ id }) => id < before).slice(-20);
    const page: MessagePage = {
      messages: ids.map(({ partIds: _partIds, ...rest }) => rest),
      parts: ids.flatMap(({ partIds }) => partIds.flatMap((id) => whole.parts.get(id) ?? [])),
      hasOlder: ids[0]?.id !== "m10",
    };
    return page;
  });
  await screen.getByRole("button", { name: "Find, copy and export" }).click();
  await screen.getByRole("button", { name: "Copy as Markdown" }).click();
  // The exporter is loaded first.
  await vi.waitFor(() => expect(copied).toHaveBeenCalledOnce(), 10_000);
  expect(copied.mock.calls[0]?.[0]).toMatch(/words 10\n[^]*words 11\n[^]*words 89\n$/);
  expect(getMessages.mock.calls.length).toBeGreaterThan(0);
  expect(fake.client.run("run_1").get().messages).toBe(loaded);
});

test("a run is saved as JSON under its title", async () => {
  const { screen, menu } = await open();
  const saved: string[] = [];
  const onClick = (event: Event): void => {
    if (!(event.target instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    saved.push(event.target.download);
  };
  document.addEventListener("click", onClick, { capture: true });
  const blobs = vi.spyOn(URL, "createObjectURL");
  await menu.click();
  await screen.getByRole("button", { name: "Download as JSON" }).click();
  await vi.waitFor(() => expect(saved).toEqual(["fix-the-bug.json"]), 10_000);
  document.removeEventListener("click", onClick, { capture: true });
  const [blob] = blobs.mock.calls[0] ?? [];
  const output: unknown = JSON.parse(blob instanceof Blob ? await blob.text() : "");
  expect(output).toMatchObject({ sessionId: ROOT, status: "complete", title: "Fix *the* bug" });
});

test("the menu closes by Escape, which gives the focus back, and by a press elsewhere", async () => {
  const { screen, menu } = await open();
  await menu.click();
  await userEvent.keyboard("{Tab}{Escape}");
  await expect.element(menu).toHaveFocus();
  await expect.element(menu).toHaveAttribute("aria-expanded", "false");
  await menu.click();
  await screen.getByRole("log").click();
  await expect.element(menu).toHaveAttribute("aria-expanded", "false");
});

test("a browser that does not let anybody copy is said so", async () => {
  const { screen, copied, menu } = await open();
  copied.mockRejectedValue(new Error("denied"));
  await menu.click();
  await screen.getByRole("button", { name: "Copy as Markdown" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("The browser did not allow to copy.");
});

test("a message is copied as it was written", async () => {
  const { screen, copied } = await open();
  await screen.getByRole("button", { name: "Copy message" }).click();
  expect(copied.mock.calls).toEqual([["Please fix it"]]);
});

test("a run that has ended without its file says so", async () => {
  const { fake, screen } = await open();
  fake.emits({ type: "run.patch", patch: { outputFile: "out/report.csv", outputMissing: true } });
  await expect.element(screen.getByText("The run ended without making out/report.csv")).toBeVisible();
});

test("the menu opens the search, and the search has the focus", async () => {
  const { screen, menu } = await open();
  await menu.click();
  await screen.getByRole("button", { name: "Find in this run" }).click();
  await expect.element(screen.getByRole("searchbox", { name: "Find in this run" })).toHaveFocus();
  await expect.element(menu).toHaveAttribute("aria-expanded", "false");
});

test("a menu without a transcript offers no search", async () => {
  const fake = createFakeClient();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <RunRoot runId="run_1">
        <RunMenu />
      </RunRoot>
    </OpenCodeProvider>,
  );
  await screen.getByRole("button", { name: "Find, copy and export" }).click();
  await expect.element(screen.getByRole("button", { name: "Copy as Markdown" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Find in this run" }).query()).toBeNull();
});
