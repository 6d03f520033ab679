import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { RunSummary } from "@opencode-kit/client/protocol";
import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import type { Answers } from "../../../tests/FakeClient.ts";
import { createFakeClient, RUN_ID, summary } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { RunQueue } from "./RunQueue.tsx";

const queued = (id: string, position: number, extra: Partial<RunSummary> = {}) =>
  summary(id, { status: "queued", queue: { position }, ...extra });

async function open(answers: Answers = {}, fake = createFakeClient(answers)) {
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <RunQueue runId={RUN_ID} />
    </OpenCodeProvider>,
  );
  fake.emitsRoom(summary(RUN_ID));
  const row = (text: string) => screen.getByRole("listitem").filter({ hasText: text });
  const press = (text: string, name: string) => row(text).getByRole("button", { name }).click();
  const order = () =>
    screen
      .getByRole("listitem")
      .elements()
      .map((item) => item.querySelector("[data-slot='oc-queue-prompt']")?.textContent);
  return { fake, screen, row, press, order };
}

async function openThree(answers: Answers = {}) {
  const opened = await open(answers);
  opened.fake.emitsRoom(queued("c", 9), queued("a", 2), queued("b", 5), queued("x", 1, { sessionId: "ses_other" }));
  return opened;
}

test("the prompts of the session are listed in their order; without any there is nothing", async () => {
  const { fake, screen, order } = await open();
  expect(screen.container.textContent).toBe("");
  fake.emitsRoom(queued("b", 5), queued("a", 2), queued("x", 1, { sessionId: "ses_other" }));
  await expect.element(screen.getByRole("group", { name: "Queue" })).toHaveTextContent("2 prompts wait");
  expect(order()).toEqual(["Prompt of a", "Prompt of b"]);
});

test("before the agent has started, what waits behind the run is its queue", async () => {
  const fake = createFakeClient();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <RunQueue runId={RUN_ID} />
    </OpenCodeProvider>,
  );
  const first = { id: RUN_ID, prompt: "First", status: "starting" as const, createdAt: 1 };
  fake.emitsRoom({ type: "room.run.set", run: first });
  const next = { id: "a", prompt: "Second", status: "queued" as const, createdAt: 2, queue: { position: 1 } };
  fake.emitsRoom({ type: "room.run.set", run: next });
  await expect.element(screen.getByText("Second")).toBeVisible();
});

test("a prompt is moved one place, to the front of its neighbour or to the end", async () => {
  const { fake, press } = await openThree();
  await press("Prompt of b", "Move up");
  await press("Prompt of a", "Move down");
  await press("Prompt of b", "Move down");
  expect(fake.calls).toEqual([
    ["moveQueued", { runId: "b", before: "a" }],
    ["moveQueued", { runId: "a", before: "c" }],
    ["moveQueued", { runId: "b" }],
  ]);
});

test("the ends cannot be moved further, and keep the focus of who moves there", async () => {
  const { fake, row } = await openThree();
  const up = row("Prompt of b").getByRole("button", { name: "Move up" });
  (up.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  fake.emitsRoom(queued("b", 1));
  await vi.waitFor(() => expect(document.activeElement).toBe(up.element()));
  await expect.element(up).toHaveAttribute("aria-disabled", "true");
  await userEvent.keyboard("{Enter}");
  expect(fake.calls).toHaveLength(1);
});

test("a prompt is handed over, and taken out; the focus goes to the next", async () => {
  const { fake, press, row } = await openThree();
  await press("Prompt of a", "Send now");
  const cancel = row("Prompt of b").getByRole("button", { name: "Cancel" });
  (cancel.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  expect(fake.calls).toEqual([
    ["steerQueued", "a"],
    ["stop", "b"],
  ]);
  fake.emitsRoom(queued("b", 5, { status: "aborted", queue: null }));
  await vi.waitFor(() => expect(document.activeElement?.closest("li")?.textContent).toContain("Prompt of c"));
});

test("the whole prompt is fetched, edited and saved", async () => {
  const whole = `${"long ".repeat(2000)}end`;
  const { fake, screen, press } = await openThree({ getPrompt: () => Promise.resolve(whole) });
  await press("Prompt of b", "Edit");
  const field = screen.getByRole("textbox", { name: "Queued prompt" });
  await expect.element(field).toHaveValue(whole);
  await expect.element(field).toHaveFocus();
  await field.fill("Shorter");
  await screen.getByRole("button", { name: "Save" }).click();
  expect(fake.calls).toEqual([
    ["getPrompt", "b"],
    ["editQueued", { runId: "b", prompt: "Shorter" }],
  ]);
  await expect.element(field).not.toBeInTheDocument();
});

test("Escape leaves the prompt as it is", async () => {
  const { fake, screen, press, row } = await openThree({ getPrompt: () => Promise.resolve("Old") });
  await press("Prompt of b", "Edit");
  await screen.getByRole("textbox").fill("New");
  await userEvent.keyboard("{Escape}");
  await expect.element(row("Prompt of b")).toBeVisible();
  expect(fake.calls).toEqual([["getPrompt", "b"]]);
});

test("a prompt that the agent has meanwhile keeps what was typed, and says so", async () => {
  const { fake, screen, press } = await openThree({ getPrompt: () => Promise.resolve("Old") });
  await press("Prompt of b", "Edit");
  const field = screen.getByRole("textbox");
  await field.fill("My careful words");
  fake.refuses(new OpenCodeKitError("run_started", "Raw."));
  await screen.getByRole("button", { name: "Save" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not sent. The agent has it already.");
  await expect.element(field).toHaveValue("My careful words");
  for (const id of ["a", "b", "c"]) fake.emitsRoom(queued(id, 1, { status: "working", queue: null }));
  await expect.element(field).toHaveValue("My careful words");
  await expect.element(screen.getByRole("alert")).toHaveTextContent("What you wrote is kept here");
  await expect.element(screen.getByRole("button", { name: "Save" })).toBeDisabled();
  await screen.getByRole("button", { name: "Cancel" }).click();
  expect(screen.container.textContent).toBe("");
});

test("an editor in which nothing was changed goes with its prompt", async () => {
  const { fake, screen, press } = await openThree({ getPrompt: () => Promise.resolve("Old") });
  await press("Prompt of b", "Edit");
  await expect.element(screen.getByRole("textbox")).toBeVisible();
  fake.emitsRoom(queued("b", 1, { status: "working", queue: null }));
  await expect.element(screen.getByRole("textbox")).not.toBeInTheDocument();
});

test("a prompt that cannot be fetched can be asked for again", async () => {
  let count = 0;
  const getPrompt = () => (count++ === 0 ? Promise.reject(new Error("Away.")) : Promise.resolve("Here"));
  const { screen, press } = await openThree({ getPrompt });
  await press("Prompt of b", "Edit");
  await screen.getByRole("button", { name: "Try again" }).click();
  await expect.element(screen.getByRole("textbox")).toHaveValue("Here");
});

test("a queue that is held says why, and can go on", async () => {
  const { fake, screen } = await open();
  fake.emitsRoom(queued("a", 1, { queue: { position: 1, isHeld: true } }));
  await expect.element(screen.getByText("Held because the run before was stopped.")).toBeVisible();
  await screen.getByRole("button", { name: "Continue the queue" }).click();
  expect(fake.calls).toEqual([["resumeQueue", "a"]]);
});

test("a refusal is shown at its row", async () => {
  const { fake, press, row } = await openThree();
  fake.refuses(new Error("Somebody moved it."));
  await press("Prompt of b", "Move up");
  await expect.element(row("Prompt of b").getByRole("alert")).toHaveTextContent("Not sent. Somebody moved it.");
});

test("who may not change the queue sees it, and why", async () => {
  const { fake, row, screen } = await openThree();
  fake.emitsRoom(queued("a", 2, { queue: { position: 2, isHeld: true } }));
  fake.connects({ status: "open", role: "viewer" });
  for (const name of ["Send now", "Edit", "Move up", "Move down", "Cancel"]) {
    const button = row("Prompt of b").getByRole("button", { name });
    await expect.element(button).toBeDisabled();
    await expect.element(button).toHaveAccessibleDescription("Only an owner can change the queue. You are a viewer.");
  }
  await expect.element(screen.getByRole("button", { name: "Continue the queue" })).toBeDisabled();
});

test("hostile and long prompts stay text in two lines", async () => {
  const { fake, screen } = await open();
  fake.emitsRoom(
    queued("a", 1, { prompt: `<img src=x onerror=alert(1)> ${"word ".repeat(800)}` }),
    queued("b", 2, { prompt: "x".repeat(4000) }),
    queued("c", 3, { prompt: "اكتب الاختبارات ثم شغّلها" }),
  );
  await expect.element(screen.getByText(/<img src=x/)).toBeVisible();
  expect(screen.container.querySelector("img")).toBeNull();
  const rows = screen.getByRole("listitem").elements();
  for (const each of rows) expect(each.getBoundingClientRect().height).toBeLessThan(56);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth);
});
