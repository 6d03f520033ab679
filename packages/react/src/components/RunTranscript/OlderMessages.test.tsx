import type { MessagePage } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { fromRunSnapshot, initialRunState, messagePage, reduceRunAll, toRunSnapshot } from "@opencode-kit/client/state";
import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { createFakeClient, message, ROOT, RUN_ID, text, tool } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";

const HEADER = { id: RUN_ID, prompt: "Do it", status: "working", sessionId: ROOT, createdAt: 1 } as const;
const CHILD = "ses_2";

function longRun(count: number): RunState {
  const events = Array.from({ length: count }, (_, at) => {
    const id = `m${String(at).padStart(3, "0")}`;
    return [message(id), text(`p${id}`, id, `Message ${at}.\n\nMore of it.`)];
  });
  return reduceRunAll(initialRunState(HEADER), [{ type: "session.set", session: { id: ROOT } }, ...events.flat()]);
}

/** The state of whoever joins now, and a room that has the rest. */
function joinLate(whole: RunState) {
  const older = (sessionId: string | undefined, joined: RunState): MessagePage => {
    const [before] = joined.sessions[sessionId ?? ROOT]?.messageIds ?? [];
    return messagePage(whole, { ...(sessionId && { sessionId }), ...(before && { before }) });
  };
  const fake = createFakeClient({ loadOlder: (sessionId) => older(sessionId, fake.client.run(RUN_ID).get()) });
  fake.shows(fromRunSnapshot(toRunSnapshot(whole)));
  return fake;
}

test("earlier messages come in above, and what is read stays where it was", async () => {
  const fake = joinLate(longRun(150));
  const screen = await openRun(fake);
  const log = screen.getByRole("log").element();
  await vi.waitFor(() => expect(log.scrollTop).toBeGreaterThan(1000));
  const button = screen.getByRole("button", { name: "Show earlier messages" });
  const first = screen.getByText("Message 90.", { exact: true });
  log.scrollTop = 10;
  await expect.element(first).toBeInTheDocument();
  const before = first.element().getBoundingClientRect().top;
  await button.click();
  await vi.waitFor(() => expect(log.scrollTop).toBeGreaterThan(1000));
  await expect.element(screen.getByText("Message 89.", { exact: true })).toBeInTheDocument();
  expect(first.element().getBoundingClientRect().top).toBeCloseTo(before, 0);
  await new Promise((done) => setTimeout(done, 100));
  expect(first.element().getBoundingClientRect().top).toBeCloseTo(before, 0);
  expect(fake.calls).toEqual([["loadOlder", undefined]]);
});

test("a run that fits on the page keeps its place too, and the keys do all of it", async () => {
  const whole = longRun(62);
  const fake = joinLate(whole);
  const screen = await openRun(fake);
  const log = screen.getByRole("log").element();
  log.scrollTop = 0;
  const button = screen.getByRole("button", { name: "Show earlier messages" });
  (button.element() as HTMLElement).focus();
  const first = screen.getByText("Message 2.", { exact: true });
  await expect.element(first).toBeInTheDocument();
  const before = first.element().getBoundingClientRect().top;
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByText("Message 0.", { exact: true })).toBeInTheDocument();
  expect(first.element().getBoundingClientRect().top).toBeCloseTo(before, 0);
  await expect.element(button).not.toBeInTheDocument();
  expect(document.activeElement).toBe(log);
});

test("a failure is said, and can be tried again", async () => {
  const fake = joinLate(longRun(80));
  fake.refuses(new Error("The room did not answer."));
  const screen = await openRun(fake);
  const button = screen.getByRole("button", { name: "Show earlier messages" });
  await button.click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not loaded. The room did not answer.");
  fake.refuses();
  await button.click();
  await expect.element(button).not.toBeInTheDocument();
  expect(screen.getByRole("alert").query()).toBeNull();
  screen.getByRole("log").element().scrollTop = 0;
  await expect.element(screen.getByText("Message 0.", { exact: true })).toBeInTheDocument();
});

test("while they are on their way the button says so and takes no second press", async () => {
  let answer: ((page: MessagePage) => void) | undefined;
  const fake = createFakeClient({ loadOlder: () => new Promise((resolve) => (answer = resolve)) });
  fake.shows(fromRunSnapshot(toRunSnapshot(longRun(80))));
  const screen = await openRun(fake);
  await screen.getByRole("button", { name: "Show earlier messages" }).click();
  const busy = screen.getByRole("button", { name: "Loading earlier messages" });
  await expect.element(busy).toHaveAttribute("aria-busy", "true");
  await busy.click({ force: true });
  expect(fake.calls).toHaveLength(1);
  answer?.({ messages: [], parts: [], hasOlder: false });
  await expect.element(screen.getByRole("button", { name: "Show earlier messages" })).toBeVisible();
});

test("a subagent whose messages are all older loads them when its card is opened", async () => {
  const child = { sessionId: CHILD, role: "assistant" as const, createdAt: 1 };
  const whole = reduceRunAll(longRun(1), [
    { type: "session.set", session: { id: CHILD, parentId: ROOT } },
    { type: "message.set", message: { ...child, id: "m000a" } },
    {
      type: "part.set",
      part: { id: "q1", messageId: "m000a", sessionId: CHILD, type: "text", text: "Looked around." },
    },
    ...Array.from({ length: 60 }, (_, at) => [
      message(`n${at + 100}`),
      text(`r${at + 100}`, `n${at + 100}`, "On."),
    ]).flat(),
    tool("t1", "n159", "task", { input: { description: "look" }, metadata: { sessionId: CHILD } }),
  ]);
  const fake = joinLate(whole);
  const screen = await openRun(fake);
  await screen.getByRole("button", { name: /Delegate look/ }).click();
  await expect.element(screen.getByText("Looked around.")).toBeVisible();
  expect(fake.calls).toEqual([["loadOlder", CHILD]]);
});
