import { useState } from "react";
import { flushSync } from "react-dom";
import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import type { Answers } from "../../../tests/FakeClient.ts";
import { createFakeClient, ROOT, RUN_ID, summary } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { OpenCodeRun } from "../OpenCodeRun/OpenCodeRun.tsx";
import { RunComposer } from "./RunComposer.tsx";

async function open(answers: Answers = {}, fake = createFakeClient(answers)) {
  const onOpenRun = vi.fn<(runId: string) => void>();
  const element = (runId: string) => (
    <OpenCodeProvider client={fake.client}>
      <RunComposer runId={runId} onOpenRun={onOpenRun} />
    </OpenCodeProvider>
  );
  const screen = await render(element(RUN_ID));
  const show = (runId: string) => screen.rerender(element(runId));
  return { fake, screen, onOpenRun, show };
}

test("a prompt follows the run, and waits or steers while it works", async () => {
  const { fake, screen, onOpenRun } = await open({ submit: () => ({ runId: "run_2", disposition: "queued" }) });
  await screen.getByRole("textbox").fill("Then write docs");
  await screen.getByRole("button", { name: "Queue" }).click();
  await screen.getByRole("textbox").fill("In English");
  await screen.getByRole("button", { name: "Send now" }).click();
  expect(fake.calls).toEqual([
    ["submit", { prompt: "Then write docs", followsRunId: RUN_ID, whenBusy: "followUp" }],
    ["submit", { prompt: "In English", followsRunId: RUN_ID, whenBusy: "steer" }],
  ]);
  expect(onOpenRun).not.toHaveBeenCalled();
});

test("after the run's end a prompt starts the next run, which is opened", async () => {
  const { fake, screen, onOpenRun } = await open({ submit: () => ({ runId: "run_2", disposition: "started" }) });
  fake.emits({ type: "run.patch", patch: { status: "complete", endedAt: 2 } });
  await screen.getByRole("textbox").fill("Go on");
  await screen.getByRole("button", { name: "Send" }).click();
  await vi.waitFor(() => expect(onOpenRun.mock.calls).toEqual([["run_2"]]));
});

test("another run that works in the session makes it busy too", async () => {
  const { fake, screen } = await open();
  fake.emits({ type: "run.patch", patch: { status: "complete", endedAt: 2 } });
  fake.emitsRoom(summary(RUN_ID, { status: "complete" }));
  await expect.element(screen.getByRole("button", { name: "Send" })).toBeVisible();
  fake.emitsRoom(summary("run_2", { status: "working" }));
  await expect.element(screen.getByRole("button", { name: "Queue" })).toBeVisible();
});

test("a queue that is held lets a new prompt pass", async () => {
  const { fake, screen } = await open();
  fake.emits({ type: "run.patch", patch: { status: "aborted", endedAt: 2 } });
  const held = (isHeld: boolean) =>
    summary("run_2", { status: "queued", queue: { position: 1, ...(isHeld ? { isHeld } : {}) } });
  fake.emitsRoom(summary(RUN_ID, { status: "aborted" }), held(false));
  await expect.element(screen.getByRole("button", { name: "Queue" })).toBeVisible();
  fake.emitsRoom(held(true));
  await expect.element(screen.getByRole("button", { name: "Send", exact: true })).toBeVisible();
});

test("what waits is above the composer", async () => {
  const { fake, screen } = await open();
  fake.emitsRoom(summary(RUN_ID), summary("run_2", { status: "queued", queue: { position: 1 } }));
  const prompt = screen.getByText("Prompt of run_2");
  await expect.element(prompt).toBeVisible();
  const field = screen.getByRole("textbox", { name: "Message to the agent" }).element();
  expect(prompt.element().getBoundingClientRect().top).toBeLessThan(field.getBoundingClientRect().top);
});

test("a draft is kept per session: it comes back in its next run, and not in another session's", async () => {
  const { fake, screen, show } = await open();
  fake.emitsRoom(
    summary(RUN_ID),
    summary("run_2", { status: "queued" }),
    summary("run_far", { sessionId: "ses_far", status: "complete" }),
  );
  await screen.getByRole("textbox").fill("Half a thought");
  await show("run_far");
  await expect.element(screen.getByRole("textbox")).toHaveValue("");
  await screen.getByRole("textbox").fill("Of another");
  await show("run_2");
  await expect.element(screen.getByRole("textbox")).toHaveValue("Half a thought");
});

test("a draft from before the agent started is the session's later, and is not seen twice", async () => {
  const fake = createFakeClient();
  const early = { ...fake.client.run(RUN_ID).get() };
  delete (early as { sessionId?: string }).sessionId;
  fake.shows(early);
  const { screen } = await open({}, fake);
  await screen.getByRole("textbox").fill("Early words");
  fake.emits({ type: "run.patch", patch: { sessionId: ROOT } });
  await expect.element(screen.getByRole("textbox")).toHaveValue("Early words");
  await screen.unmount();
  const later = await open({}, fake);
  await expect.element(later.screen.getByRole("textbox")).toHaveValue("Early words");
  await userEvent.click(later.screen.getByRole("textbox"));
  await userEvent.keyboard("{Enter}");
  await expect.element(later.screen.getByRole("textbox")).toHaveValue("");
  await later.screen.unmount();
  const last = await open({}, fake);
  await expect.element(last.screen.getByRole("textbox")).toHaveValue("");
});

test("what was sent leaves no draft", async () => {
  const { fake, screen } = await open();
  await screen.getByRole("textbox").fill("Sent");
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByRole("textbox")).toHaveValue("");
  await screen.unmount();
  const again = await open({}, fake);
  await expect.element(again.screen.getByRole("textbox")).toHaveValue("");
});

test("the run that a prompt has started is opened without that prompt in its composer", async () => {
  const fake = createFakeClient({ submit: () => ({ runId: "run_2", disposition: "started" }) });
  fake.emitsRoom(summary(RUN_ID, { status: "complete" }), summary("run_2"));
  function Page() {
    const [runId, setRunId] = useState(RUN_ID);
    return (
      <OpenCodeProvider client={fake.client}>
        <p>{runId}</p>
        <RunComposer runId={runId} onOpenRun={(id) => flushSync(() => setRunId(id))} />
      </OpenCodeProvider>
    );
  }
  const screen = await render(<Page />);
  await screen.getByRole("textbox").fill("Go on");
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByText("run_2")).toBeVisible();
  await expect.element(screen.getByRole("textbox")).toHaveValue("");
});

test("who may not give tasks sees why", async () => {
  const { fake, screen } = await open();
  fake.connects({ status: "open", role: "approver" });
  const reason = "Only an owner can give the agent a task. You are an approver.";
  await expect.element(screen.getByText(reason)).toBeVisible();
  await screen.getByRole("textbox").fill("Try");
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByRole("button", { name: "Queue" })).toBeDisabled();
  expect(fake.calls).toEqual([]);
});

test("OpenCodeRun has it on request, and opens what it starts", async () => {
  const fake = createFakeClient({ submit: () => ({ runId: "run_2", disposition: "started" }) });
  const onOpenRun = vi.fn<(runId: string) => void>();
  const element = (composer: boolean) => (
    <OpenCodeProvider client={fake.client}>
      <div style={{ height: 400 }}>
        <OpenCodeRun runId={RUN_ID} composer={composer} onOpenRun={onOpenRun} />
      </div>
    </OpenCodeProvider>
  );
  const screen = await render(element(false));
  expect(screen.getByRole("textbox").query()).toBeNull();
  await screen.rerender(element(true));
  await screen.getByRole("textbox").fill("Go on");
  await userEvent.keyboard("{Enter}");
  await vi.waitFor(() => expect(onOpenRun.mock.calls).toEqual([["run_2"]]));
});
