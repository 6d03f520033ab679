import type { SessionEntry } from "@opencode-kit/client/protocol";
import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { createFakeClient, summary } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { SessionList } from "./SessionList.tsx";

const entry = (id: string, title: string): SessionEntry => ({ id, title, createdAt: 1, updatedAt: 2 });

async function open(listSessions: () => Promise<readonly SessionEntry[]>) {
  const fake = createFakeClient({ listSessions });
  fake.emitsRoom(
    summary("run_1", { sessionId: "ses_a", status: "complete" }),
    summary("run_2", { sessionId: "ses_a", status: "complete" }),
    summary("run_3", { sessionId: "ses_a", status: "queued" }),
    summary("run_4", { sessionId: "ses_b", status: "complete" }),
  );
  const onOpenRun = vi.fn<(runId: string) => void>();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <SessionList currentSessionId="ses_b" onOpenRun={onOpenRun} />
    </OpenCodeProvider>,
  );
  const commands = () => fake.calls.filter(([name]) => name !== "listSessions");
  const row = (title: string) => screen.getByRole("listitem").filter({ hasText: title });
  return { fake, screen, onOpenRun, commands, row };
}

const two = () => Promise.resolve([entry("ses_a", "Build a parser"), entry("ses_b", "Write docs")]);

test("sessions are listed, the current one marked, and another opens its newest run", async () => {
  const { screen, onOpenRun, row } = await open(two);
  await expect.element(row("Write docs")).toHaveAttribute("aria-current", "true");
  await expect.element(row("Write docs")).toHaveTextContent("Current");
  await screen.getByRole("button", { name: "Open Build a parser" }).click();
  expect(onOpenRun.mock.calls).toEqual([["run_2"]]);
  expect(screen.getByRole("button", { name: "Open Write docs" }).query()).toBeNull();
});

test("a session that the room has no run of cannot be opened, but forked", async () => {
  const { screen, onOpenRun, row, commands } = await open(() => Promise.resolve([entry("ses_old", "Old one")]));
  await expect.element(screen.getByText("Old one")).toBeVisible();
  expect(screen.getByRole("button", { name: /^Open/ }).query()).toBeNull();
  await row("Old one").getByRole("button", { name: "Fork" }).click();
  expect(commands()).toEqual([["forkSession", { sessionId: "ses_old" }]]);
  expect(onOpenRun.mock.calls).toEqual([["run_fork"]]);
});

test("a session is renamed in place, and the list asked for anew", async () => {
  let title = "Build a parser";
  const { fake, screen, commands, row } = await open(() => Promise.resolve([entry("ses_a", title)]));
  await row("Build a parser").getByRole("button", { name: "Rename" }).click();
  const field = screen.getByRole("textbox", { name: "Name of the session" });
  await expect.element(field).toHaveFocus();
  await field.fill("A better name");
  title = "A better name";
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByText("A better name")).toBeVisible();
  expect(commands()).toEqual([["renameSession", { sessionId: "ses_a", title: "A better name" }]]);
  expect(fake.calls.filter(([name]) => name === "listSessions")).toHaveLength(2);
});

test("Escape keeps the name, and the focus stays in the row", async () => {
  const { screen, commands, row } = await open(two);
  await row("Build a parser").getByRole("button", { name: "Rename" }).click();
  await screen.getByRole("textbox").fill("x");
  await userEvent.keyboard("{Escape}");
  await expect.element(screen.getByText("Build a parser")).toBeVisible();
  expect(commands()).toEqual([]);
  await vi.waitFor(() => expect(document.activeElement?.closest("[data-slot='oc-sessions']")).not.toBeNull());
});

test("a name that is empty or was refused stays open", async () => {
  const { fake, screen, row } = await open(two);
  await row("Build a parser").getByRole("button", { name: "Rename" }).click();
  await screen.getByRole("textbox").fill("  ");
  await expect.element(screen.getByRole("button", { name: "Save" })).toBeDisabled();
  await screen.getByRole("textbox").fill("Name");
  fake.refuses(new Error("Gone."));
  await screen.getByRole("button", { name: "Save" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not sent. Gone.");
  await expect.element(screen.getByRole("textbox")).toHaveValue("Name");
});

test("a summary is a run, which is opened", async () => {
  const { onOpenRun, commands, row } = await open(two);
  await row("Build a parser").getByRole("button", { name: "Summarise" }).click();
  expect(commands()).toEqual([["summarizeSession", "ses_a"]]);
  expect(onOpenRun.mock.calls).toEqual([["run_summary"]]);
});

test("a run that is new or gets a title makes the list ask again; one that only works does not", async () => {
  const { fake, screen } = await open(two);
  await expect.element(screen.getByText("Write docs")).toBeVisible();
  const asked = () => fake.calls.filter(([name]) => name === "listSessions").length;
  fake.emitsRoom(summary("run_4", { sessionId: "ses_b", status: "working" }));
  expect(asked()).toBe(1);
  fake.emitsRoom(summary("run_4", { sessionId: "ses_b", status: "working", title: "Docs, written" }));
  await vi.waitFor(() => expect(asked()).toBe(2));
  fake.emitsRoom(summary("run_9", { sessionId: "ses_c" }));
  await vi.waitFor(() => expect(asked()).toBe(3));
});

test("without sessions it says so; what could not be had can be asked for again", async () => {
  let count = 0;
  const { screen } = await open(() => (count++ === 0 ? Promise.reject(new Error("Away.")) : Promise.resolve([])));
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not loaded. Away.");
  await screen.getByRole("button", { name: "Try again" }).click();
  await expect.element(screen.getByText("No sessions yet")).toBeVisible();
  expect(screen.getByRole("alert").query()).toBeNull();
});

test("who may not change sessions sees why", async () => {
  const { fake, row } = await open(two);
  fake.connects({ status: "open", role: "viewer" });
  for (const [name, deed] of [
    ["Rename", "rename a session"],
    ["Fork", "fork a session"],
    ["Summarise", "summarise a session"],
  ] as const) {
    const button = row("Build a parser").getByRole("button", { name });
    await expect.element(button).toBeDisabled();
    await expect.element(button).toHaveAccessibleDescription(`Only an owner can ${deed}. You are a viewer.`);
  }
});

test("hostile, long and empty titles stay in their line", async () => {
  const { screen } = await open(() =>
    Promise.resolve([
      entry("s1", `\u202e<img src=x onerror=alert(1)> ${"x".repeat(500)}`),
      entry("s2", "  "),
      entry("s3", "מפגש ראשון"),
    ]),
  );
  await expect.element(screen.getByText(/⟨U\+202E⟩<img/)).toBeVisible();
  await expect.element(screen.getByText("New session")).toBeVisible();
  for (const item of screen.getByRole("listitem").elements()) {
    expect(item.getBoundingClientRect().height).toBeLessThan(40);
  }
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth);
});
