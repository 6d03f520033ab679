import type { RunEvent } from "@opencode-kit/client/protocol";
import { expect, test } from "vitest";
import { createFakeClient, message, ROOT, tool } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";

const base = { messageId: "m1", sessionId: ROOT };

test("a retry says which attempt failed, why, and what the provider said, as text", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  const error = { code: "provider_failed", message: "The model provider answered with an error (529)." } as const;
  fake.emits(
    message("m1"),
    {
      type: "part.set",
      part: { ...base, id: "p1", type: "retry", attempt: 2, error: { ...error, providerMessage: "<b>Overloaded</b>" } },
    },
    {
      type: "part.set",
      part: { ...base, id: "p2", type: "retry", attempt: 3, error: { ...error, providerMessage: "error (529)." } },
    },
  );
  await expect.element(screen.getByText(/^Attempt 2 failed. The model provider answered/)).toBeVisible();
  await expect.element(screen.getByText("<b>Overloaded</b>")).toBeVisible();
  // What is said already is not said twice.
  await expect.element(screen.getByText(/^Attempt 3 failed./)).toHaveTextContent(/\(529\)\.$/);
});

test("a summary divides the conversation, and a subtask says who was asked for what", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(
    message("m1", "user"),
    { type: "part.set", part: { ...base, id: "p1", type: "compaction", isAuto: true } },
    {
      type: "part.set",
      part: { ...base, id: "p2", type: "subtask", prompt: "Look", description: "Look around", agent: "explore" },
    },
    { type: "part.set", part: { ...base, id: "p3", type: "subtask", prompt: "First line\nsecond" } },
    { type: "part.set", part: { ...base, id: "p4", type: "other", kind: "new", data: {} } },
  );
  await expect.element(screen.getByText("Conversation summarised")).toBeVisible();
  await expect.element(screen.getByText("Asked explore: Look around")).toBeVisible();
  await expect.element(screen.getByText("Asked a subagent: First line")).toBeVisible();
});

test("subagents of subagents are inside of each other's cards, live", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  const level = (depth: number): readonly RunEvent[] => {
    const sessionId = `ses_${depth}`;
    const messageId = `m${depth}`;
    return [
      { type: "session.set", session: { id: sessionId, ...(depth === 1 ? {} : { parentId: `ses_${depth - 1}` }) } },
      { type: "message.set", message: { id: messageId, sessionId, role: "assistant", createdAt: 1 } },
      tool(`p${depth}`, messageId, "task", {
        sessionId,
        status: "running",
        input: { description: `level ${depth}` },
        metadata: { sessionId: `ses_${depth + 1}` },
      }),
    ];
  };
  fake.emits(...[1, 2, 3, 4].flatMap(level));
  for (const depth of [1, 2, 3, 4]) {
    await screen.getByRole("button", { name: new RegExp(`Delegate level ${depth}`) }).click();
  }
  // The last one's session is not known yet.
  await expect.element(screen.getByText(/"description": "level 4"/)).toBeVisible();
  fake.emits(...level(5));
  await screen.getByRole("button", { name: /Delegate level 5/ }).click();
  const cards = screen.container.querySelectorAll("[data-slot='oc-subagent'] [data-slot='oc-subagent']");
  expect(cards).toHaveLength(3);
});

test("an error shows what the provider said, its status, model and agent on demand", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  const error = {
    code: "provider_auth",
    message: "The model provider refused the API key (401).",
    providerMessage: "<i>invalid x-api-key</i>\nrequest 42",
    statusCode: 401,
    providerID: "anthropic",
    modelID: "claude",
    agent: "build",
  } as const;
  fake.emits({ type: "run.patch", patch: { status: "error", error, endedAt: 2 } });
  const details = screen.getByRole("button", { name: "Details" });
  await expect.element(details).toHaveAttribute("aria-expanded", "false");
  expect(screen.getByText(/invalid x-api-key/).query()).toBeNull();
  await details.click();
  await expect
    .element(screen.getByRole("group", { name: "The provider said" }))
    .toHaveTextContent("<i>invalid x-api-key</i> request 42");
  await expect.element(screen.getByText("HTTP status 401")).toBeVisible();
  await expect.element(screen.getByText("Model anthropic/claude")).toBeVisible();
  await expect.element(screen.getByText("Agent build")).toBeVisible();
});

test("an error of which nothing more is known has no details", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  const error = { code: "agent_died", message: "The agent is gone." } as const;
  fake.emits({ type: "run.patch", patch: { status: "error", error, endedAt: 2 } });
  await expect.element(screen.getByText("The agent is gone.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Details" }).query()).toBeNull();
});
