import type { RunEvent } from "@opencode-kit/client/protocol";
import { INITIAL_ROOM_STATE } from "@opencode-kit/client/state";
import { expect, test } from "vitest";
import { createFakeClient, message, ROOT, text, tool } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";

async function open(...events: readonly RunEvent[]) {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(...events);
  const words = (): string => {
    const line = screen.container.querySelector("[data-slot='oc-activity']");
    return line instanceof HTMLElement ? line.innerText.replaceAll(/\s+/g, " ").trim() : "";
  };
  const turns = (): boolean => screen.container.querySelector("[data-slot='oc-activity'] [data-spin]") !== null;
  return { fake, words, turns };
}

const live = { status: "running" } as const;

test("it waits for the model by its name until the model answers, and then says that it writes", async () => {
  const { fake, words } = await open({ type: "run.patch", patch: { modelID: "gpt-5" } });
  fake.emits({
    type: "message.set",
    message: { id: "m1", sessionId: ROOT, role: "assistant", createdAt: Date.now() - 65_000 },
  });
  expect(words()).toMatch(/^Waiting for the model gpt-5 1m 0\ds$/);
  fake.emits(text("p1", "m1", "hm", { type: "reasoning", startedAt: Date.now() - 3000 }));
  expect(words()).toMatch(/^Thinking \ds$/);
  fake.emits(
    { type: "part.patch", id: "p1", patch: { endedAt: Date.now() } },
    text("p2", "m1", "So", { startedAt: 1 }),
  );
  expect(words()).toBe("Writing");
});

test("it names the tool, its target, its time, and how many others run", async () => {
  const { words } = await open(
    message("m1"),
    tool("p1", "m1", "bash", { ...live, input: { command: "sleep 9" } }),
    tool("p2", "m1", "read", { ...live, input: { filePath: "src/a.ts" }, startedAt: Date.now() - 5000 }),
  );
  expect(words()).toMatch(/^Read src\/a.ts and 1 more \ds$/);
});

test("it names the subagent whose tool it is", async () => {
  const { words } = await open(
    { type: "session.set", session: { id: "ses_2", parentId: ROOT, title: "Look around" } },
    message("m1"),
    tool("p1", "m1", "task", { ...live, metadata: { sessionId: "ses_2" } }),
    { type: "message.set", message: { id: "m2", sessionId: "ses_2", role: "assistant", createdAt: 1 } },
    {
      type: "part.set",
      part: {
        id: "p2",
        messageId: "m2",
        sessionId: "ses_2",
        type: "tool",
        callId: "c2",
        tool: "bash",
        status: "running",
        input: { command: "ls" },
        metadata: {},
        output: { head: "", tail: "", chars: 0, bytes: 0 },
      },
    },
  );
  expect(words()).toBe("Subagent Look around Run ls");
});

test("it says what a person is asked", async () => {
  const questions = [{ question: "Which colour?", options: [] }];
  const { words, turns } = await open({
    type: "pending.set",
    request: { id: "q1", sessionId: ROOT, kind: "question", questions },
  });
  expect(words()).toBe("Waiting for your answerWhich colour?");
  expect(turns()).toBe(false);
});

test("a retry has its reason and its countdown, in units that people read", async () => {
  const next = Date.now() + 184_500;
  const retry = { attempt: 2, message: "Rate limited\nsecond line", next };
  const { words, turns } = await open({ type: "run.patch", patch: { retry } });
  expect(words()).toMatch(/^Retry 2 in 3m 0[45]s Rate limited$/);
  expect(turns()).toBe(false);
});

test("it tells the sandbox that starts from the agent that starts, and from a workspace that is restored", async () => {
  const { fake, words } = await open({ type: "run.patch", patch: { status: "starting", createdAt: Date.now() } });
  fake.emitsRoom({ type: "room.sandbox.set", sandbox: { status: "starting" } });
  expect(words()).toMatch(/^Starting the sandbox \d/);
  fake.emitsRoom({ type: "room.sandbox.set", sandbox: { status: "ready" } });
  expect(words()).toMatch(/^Starting the agent \d/);
  const backup = { status: "restoring", at: Date.now() - 2000 } as const;
  fake.showsRoom({ ...INITIAL_ROOM_STATE, sandbox: { status: "restoring" }, backup });
  fake.emits({ type: "run.patch", patch: { status: "working" } });
  expect(words()).toMatch(/^Restoring the workspace from its last backup \ds$/);
});

test("nothing seems to go on while the connection is lost", async () => {
  const { fake, words, turns } = await open(message("m1"));
  expect(turns()).toBe(true);
  fake.connects({ status: "reconnecting" });
  expect(words()).toBe("Connection lost; the agent may be further than this");
  expect(turns()).toBe(false);
});

test("what started by a clock that is days ahead counts from when it was seen", async () => {
  const { words } = await open(
    message("m1"),
    tool("p1", "m1", "bash", { ...live, startedAt: Date.now() + 2 * 86_400_000 }),
  );
  expect(words()).toMatch(/^Run 0s$|^Run 0\.0s$/);
  await expect.poll(words, { timeout: 4000 }).toMatch(/^Run [1-9]s$/);
});
