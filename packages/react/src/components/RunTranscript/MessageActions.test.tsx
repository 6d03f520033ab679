import type { RunEvent } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { userEvent } from "vitest/browser";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient, message, ROOT, RUN_ID, summary, text } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { OpenCodeRun } from "../OpenCodeRun/OpenCodeRun.tsx";

const over: RunEvent = { type: "run.patch", patch: { status: "complete", endedAt: 2 } };

async function open(...events: readonly RunEvent[]) {
  const fake = createFakeClient();
  const onOpenRun = vi.fn<(runId: string) => void>();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <div style={{ height: 500 }}>
        <OpenCodeRun runId={RUN_ID} onOpenRun={onOpenRun} />
      </div>
    </OpenCodeProvider>,
  );
  fake.emits(
    message("m1", "user"),
    text("p1", "m1", "First prompt"),
    message("m2"),
    text("p2", "m2", "First answer"),
    message("m3", "user"),
    text("p3", "m3", "Second prompt"),
    message("m4"),
    text("p4", "m4", "Second answer"),
    ...events,
  );
  const of = (prompt: string) => screen.getByRole("article").filter({ hasText: prompt });
  return { fake, screen, onOpenRun, of };
}

function reverted(messageId: string, isFinal = false): RunEvent {
  const revert = isFinal ? { messageId, isFinal: true as const } : { messageId };
  return { type: "session.set", session: { id: ROOT, revert }, isChange: true };
}

test("a prompt is taken back from its message on", async () => {
  const { fake, of } = await open(over);
  await of("Second prompt").getByRole("button", { name: "Revert to here" }).click();
  expect(fake.calls).toEqual([["revertSession", { sessionId: ROOT, messageId: "m3" }]]);
});

test("a copy begins before a message and is opened", async () => {
  const { fake, of, onOpenRun } = await open(over);
  await of("Second prompt").getByRole("button", { name: "Fork from here" }).click();
  expect(fake.calls).toEqual([["forkSession", { sessionId: ROOT, messageId: "m3" }]]);
  await vi.waitFor(() => expect(onOpenRun.mock.calls).toEqual([["run_fork"]]));
});

test("only prompts of the run's own session have actions, seen when they are pointed at or have the focus", async () => {
  const { fake, screen, of } = await open(over);
  expect(of("First answer").getByRole("button", { name: "Revert to here" }).query()).toBeNull();
  const button = of("First prompt").getByRole("button", { name: "Revert to here" });
  const row = button.element().parentElement;
  const opacity = () => Number(getComputedStyle(row as Element).opacity);
  // The pointer is where the test before has left it.
  await userEvent.hover(of("First answer"));
  // A browser that was made to have touch, by another test, cannot point any more: there they are seen always.
  const canPoint = matchMedia("(hover: hover)").matches;
  await vi.waitFor(() => expect(opacity()).toBe(canPoint ? 0 : 1));
  (button.element() as HTMLElement).focus();
  await vi.waitFor(() => expect(opacity()).toBe(1));
  fake.emits(
    { type: "session.set", session: { id: "ses_2", parentId: ROOT } },
    { type: "message.set", message: { id: "m5", sessionId: "ses_2", role: "user", createdAt: 1 } },
  );
  expect(screen.getByRole("button", { name: "Revert to here" }).elements()).toHaveLength(2);
});

test("while the agent works, here or in another run of the session, nothing is taken back, and it says why", async () => {
  const { fake, of } = await open();
  const button = of("First prompt").getByRole("button", { name: "Revert to here" });
  const why = "The agent works in this session. Stop it, or wait for its end.";
  await expect.element(button).toBeDisabled();
  await expect.element(button).toHaveAccessibleDescription(why);
  fake.emits(over);
  await expect.element(button).toBeEnabled();
  fake.emitsRoom(summary("run_2"));
  await expect.element(button).toBeDisabled();
});

test("who may not take back sees why", async () => {
  const { fake, of } = await open(over);
  fake.connects({ status: "open", role: "approver" });
  const button = of("First prompt").getByRole("button", { name: "Revert to here" });
  await expect.element(button).toBeDisabled();
  await expect
    .element(button)
    .toHaveAccessibleDescription("Only an owner can take messages back. You are an approver.");
});

test("a refusal is shown at the message, without the pointer on it", async () => {
  const { fake, of } = await open(over);
  fake.refuses(new OpenCodeKitError("run_busy", "It works again."));
  await of("First prompt").getByRole("button", { name: "Revert to here" }).click();
  await expect.element(of("First prompt").getByRole("alert")).toHaveTextContent("Not sent. It works again.");
});

test("what was taken back is folded under a notice, shown on demand and brought back", async () => {
  const { fake, screen } = await open(over, reverted("m3"));
  await expect.element(screen.getByText("Reverted: 2 messages taken back, and their changes to files")).toBeVisible();
  expect(screen.getByText("Second answer").query()).toBeNull();
  await expect.element(screen.getByText("First answer")).toBeVisible();
  await screen.getByRole("button", { name: "Show" }).click();
  await expect.element(screen.getByText("Second answer")).toBeVisible();
  expect(screen.getByRole("button", { name: "Revert to here" }).elements()).toHaveLength(1);
  await screen.getByRole("button", { name: "Restore" }).click();
  expect(fake.calls).toEqual([["unrevertSession", ROOT]]);
  fake.emits({ type: "session.set", session: { id: ROOT }, isChange: true });
  await expect.element(screen.getByText("Second answer")).toBeVisible();
  expect(screen.getByText(/taken back/).query()).toBeNull();
});

test("what a newer prompt has made final cannot be brought back, and says so", async () => {
  const { screen } = await open(over, reverted("m3", true));
  await expect.element(screen.getByText("A newer prompt has made this final.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Restore" }).query()).toBeNull();
});

test("where the messages are gone already, the notice stands without a number", async () => {
  const { screen } = await open(over, reverted("m9", true));
  await expect.element(screen.getByText(/^Reverted: messages taken back/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Show" }).query()).toBeNull();
});

test("who may not bring back sees why", async () => {
  const { fake, screen } = await open(over, reverted("m3"));
  fake.connects({ status: "open", role: "viewer" });
  const button = screen.getByRole("button", { name: "Restore" });
  await expect.element(button).toBeDisabled();
  await expect.element(button).toHaveAccessibleDescription("Only an owner can bring messages back. You are a viewer.");
});
