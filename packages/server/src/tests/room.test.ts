import { abortAllDurableObjects } from "cloudflare:test";
import { decodeServerMessage, OpenCodeKitError } from "@opencode-kit/client/protocol";
import { selectMessageIds, selectSummary, toRunSnapshot } from "@opencode-kit/client/state";
import { describe, expect, it, vi } from "vitest";
import toolsJsonl from "../../../client/recordings/err_unknown_tool.jsonl?raw";
import helloJsonl from "../../../client/recordings/hello.jsonl?raw";
import permissionJsonl from "../../../client/recordings/permission_once.jsonl?raw";
import type { ConnectedClient } from "./connectClient.ts";
import { connectClient } from "./connectClient.ts";
import type { FakeSandbox } from "./createFakeSandbox.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";
import { readRecordedRun } from "./recordedRun.ts";

const hello = readRecordedRun(helloJsonl);
const permission = readRecordedRun(permissionJsonl);

let count = 0;
function newRoom(): { readonly room: string; readonly sandbox: FakeSandbox } {
  const room = `room-${++count}`;
  return { room, sandbox: fakeSandboxOf(room) };
}

async function submit(viewer: ConnectedClient, prompt = "go"): Promise<string> {
  const { runId } = await viewer.client.submit({ prompt, operationId: crypto.randomUUID() });
  viewer.client.run(runId).subscribe(() => undefined);
  return runId;
}

/** The agent has the prompt and its stream is read. */
async function prompted(sandbox: FakeSandbox): Promise<void> {
  await vi.waitFor(() => expect(sandbox.requests.some(({ path }) => path.endsWith("/prompt_async"))).toBe(true));
}

/** Viewers get a frame one after the other, so the second may be a moment behind. */
async function seesTheSame(one: ConnectedClient, other: ConnectedClient, runId: string): Promise<void> {
  await vi.waitFor(() => {
    expect(toRunSnapshot(one.client.run(runId).get())).toEqual(toRunSnapshot(other.client.run(runId).get()));
  });
}

describe("a run", () => {
  it("goes from prompt to end, and every viewer sees the same", async () => {
    const { room, sandbox } = newRoom();
    const first = await connectClient(room);
    const second = await connectClient(room);
    const runId = await submit(first);
    second.client.run(runId).subscribe(() => undefined);
    await prompted(sandbox);
    sandbox.emits(...hello.events);
    sandbox.records({ messages: hello.messages, isBusy: false });
    sandbox.emits(...hello.afterIdle);
    await vi.waitFor(() => expect(first.client.run(runId).get().status).toBe("complete"), { timeout: 5_000 });
    expect(selectSummary(first.client.run(runId).get())).toBe("Hello there, this is the answer.");
    await seesTheSame(second, first, runId);
    expect(first.client.room.get().runs).toMatchObject([{ id: runId, status: "complete", prompt: "go" }]);
    expect(first.client.room.get().sandbox).toMatchObject({ status: "ready", model: "fake/model", scripted: true });
    const late = await connectClient(room);
    late.client.run(runId).subscribe(() => undefined);
    await vi.waitFor(() => expect(late.client.run(runId).status.get().phase).toBe("live"));
    expect(toRunSnapshot(late.client.run(runId).get())).toEqual(toRunSnapshot(first.client.run(runId).get()));
  });

  it("is one run when the same operation is submitted twice, and refuses another prompt under its id", async () => {
    const { room } = newRoom();
    const { client } = await connectClient(room);
    const first = await client.submit({ prompt: "go", operationId: "op" });
    await expect(client.submit({ prompt: "go", operationId: "op" })).resolves.toEqual(first);
    await expect(client.submit({ prompt: "else", operationId: "op" })).rejects.toMatchObject({
      code: "operation_conflict",
    });
  });

  it("ends with the reason when the agent cannot be started", async () => {
    const { room, sandbox } = newRoom();
    sandbox.cannotStart(new OpenCodeKitError("agent_unavailable", "OpenCode is missing. Run npm install."));
    const viewer = await connectClient(room);
    const runId = await submit(viewer);
    await vi.waitFor(() => expect(viewer.client.run(runId).get().status).toBe("error"));
    expect(viewer.client.run(runId).get().error).toMatchObject({
      code: "agent_unavailable",
      message: "OpenCode is missing. Run npm install.",
    });
    expect(viewer.client.room.get().sandbox.status).toBe("error");
  });

  it("says that the agent died when it is idle over an unfinished answer", async () => {
    const { room, sandbox } = newRoom();
    const viewer = await connectClient(room);
    const runId = await submit(viewer);
    await prompted(sandbox);
    const cut = hello.events.slice(0, 14);
    sandbox.emits(...cut);
    await vi.waitFor(() => expect(selectMessageIds(viewer.client.run(runId).get())).toHaveLength(2));
    sandbox.records({ messages: hello.messages.slice(0, 1), isBusy: false });
    sandbox.dropsStream();
    await vi.waitFor(() => expect(viewer.client.run(runId).get().error?.code).toBe("agent_died"), { timeout: 10_000 });
    expect(viewer.client.run(runId).get().status).toBe("error");
  });

  it("stops: aborts the session and ends as aborted", async () => {
    const { room, sandbox } = newRoom();
    const viewer = await connectClient(room);
    const runId = await submit(viewer);
    await prompted(sandbox);
    sandbox.emits(...hello.events.slice(0, 14));
    await expect(viewer.client.stop(runId)).resolves.toEqual({ status: "stopping" });
    await vi.waitFor(() => expect(sandbox.requests.some(({ path }) => path === "/session/ses_1/abort")).toBe(true));
    await vi.waitFor(() => expect(viewer.client.run(runId).get().status).toBe("stopping"));
    sandbox.records({ messages: hello.messages, isBusy: false });
    await vi.waitFor(() => expect(viewer.client.run(runId).get().status).toBe("aborted"), { timeout: 5_000 });
  });
});

describe("a follow-up", () => {
  async function busySession(): Promise<{
    viewer: ConnectedClient;
    sandbox: FakeSandbox;
    first: string;
    next: string;
  }> {
    const { room, sandbox } = newRoom();
    const viewer = await connectClient(room);
    const first = await submit(viewer);
    await prompted(sandbox);
    sandbox.emits(...hello.events.slice(0, 14));
    const { runId: next } = await viewer.client.submit({ prompt: "and then this", sessionId: "ses_1" });
    viewer.client.run(next).subscribe(() => undefined);
    await vi.waitFor(() =>
      expect(viewer.client.run(next).get()).toMatchObject({ status: "queued", sessionId: "ses_1" }),
    );
    return { viewer, sandbox, first, next };
  }

  it("to a busy session waits for its turn, and has only its own messages", async () => {
    const { viewer, sandbox, first, next } = await busySession();
    sandbox.records({ messages: hello.messages, isBusy: false });
    sandbox.emits(...hello.events.slice(14), ...hello.afterIdle);
    await vi.waitFor(() => expect(viewer.client.run(first).get().status).toBe("complete"), { timeout: 5_000 });
    await vi.waitFor(() => expect(viewer.client.run(next).get().status).toBe("working"));
    const prompts = sandbox.requests.filter(({ path }) => path.endsWith("/prompt_async"));
    expect(prompts.map(({ body }) => JSON.stringify(body))).toEqual([
      expect.stringContaining('"go"'),
      expect.stringContaining('"and then this"'),
    ]);
    expect(selectMessageIds(viewer.client.run(next).get())).toEqual([]);
  });

  it("that waits can be stopped before it begins", async () => {
    const { viewer, sandbox, next } = await busySession();
    await expect(viewer.client.stop(next)).resolves.toEqual({ status: "over" });
    await vi.waitFor(() => expect(viewer.client.run(next).get().status).toBe("aborted"));
    expect(sandbox.requests.filter(({ path }) => path.endsWith("/prompt_async"))).toHaveLength(1);
  });
});

describe("faults", () => {
  it("a lost stream is repaired from OpenCode's own record", async () => {
    const { room, sandbox } = newRoom();
    const tools = readRecordedRun(toolsJsonl);
    const viewer = await connectClient(room);
    const runId = await submit(viewer);
    await prompted(sandbox);
    sandbox.emits(...tools.events.slice(0, 20));
    await vi.waitFor(() => expect(selectMessageIds(viewer.client.run(runId).get()).length).toBeGreaterThan(1));
    sandbox.records({ messages: tools.messages, isBusy: false });
    sandbox.dropsStream();
    await vi.waitFor(() => expect(viewer.client.run(runId).get().status).toBe("complete"), { timeout: 5_000 });
    expect(selectMessageIds(viewer.client.run(runId).get())).toHaveLength(tools.messages.length);
  });

  it("a request that fails in passing is made again", async () => {
    const { room, sandbox } = newRoom();
    sandbox.failsNextPrompt();
    const viewer = await connectClient(room);
    const runId = await submit(viewer);
    await prompted(sandbox);
    const prompts = () => sandbox.requests.filter(({ path }) => path.endsWith("/prompt_async"));
    await vi.waitFor(() => expect(prompts()).toHaveLength(2), { timeout: 5_000 });
    expect(viewer.client.run(runId).get().status).toBe("working");
    expect(sandbox.requests.filter(({ path }) => path === "/session")).toHaveLength(1);
  });

  it("a prompt whose answer was lost is not handed over twice", async () => {
    const { room, sandbox } = newRoom();
    sandbox.failsNextPrompt();
    sandbox.records({ messages: hello.messages, isBusy: true });
    const viewer = await connectClient(room);
    const runId = await submit(viewer);
    await vi.waitFor(() => expect(selectSummary(viewer.client.run(runId).get())).toContain("Hello there"), {
      timeout: 5_000,
    });
    expect(sandbox.requests.filter(({ path }) => path.endsWith("/prompt_async"))).toHaveLength(1);
  });

  it("a viewer that blinked gets only what it missed", async () => {
    const { room, sandbox } = newRoom();
    const viewer = await connectClient(room);
    const runId = await submit(viewer);
    await prompted(sandbox);
    sandbox.emits(...hello.events.slice(0, 18));
    await vi.waitFor(() => expect(selectMessageIds(viewer.client.run(runId).get())).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve, 120));
    viewer.breaks();
    const before = viewer.received.length;
    sandbox.emits(...hello.events.slice(18));
    await new Promise((resolve) => setTimeout(resolve, 120));
    await viewer.reconnects();
    await vi.waitFor(() => expect(viewer.client.run(runId).status.get().phase).toBe("live"));
    expect(selectSummary(viewer.client.run(runId).get())).toBe("Hello there, this is the answer.");
    const types = viewer.received.slice(before).map((text) => decodeServerMessage(text)?.message.type);
    expect(types).not.toContain("snapshot");
    expect(types).toContain("frame");
  });

  it("an object that was lost takes its runs up again, and its viewers need no reload", async () => {
    const { room, sandbox } = newRoom();
    const viewer = await connectClient(room);
    const runId = await submit(viewer);
    await prompted(sandbox);
    sandbox.emits(...hello.events.slice(0, 18));
    await vi.waitFor(() => expect(selectMessageIds(viewer.client.run(runId).get())).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve, 120));
    await abortAllDurableObjects();
    viewer.breaks();
    sandbox.records({ messages: hello.messages, isBusy: false });
    await viewer.reconnects();
    const second = await connectClient(room);
    second.client.run(runId).subscribe(() => undefined);
    await vi.waitFor(() => expect(viewer.client.run(runId).get().status).toBe("complete"), { timeout: 8_000 });
    expect(selectSummary(viewer.client.run(runId).get())).toBe("Hello there, this is the answer.");
    await seesTheSame(second, viewer, runId);
  });
});

describe("a permission", () => {
  async function asked(): Promise<{ viewer: ConnectedClient; sandbox: FakeSandbox; runId: string; requestId: string }> {
    const { room, sandbox } = newRoom();
    const viewer = await connectClient(room);
    const runId = await submit(viewer);
    await prompted(sandbox);
    const at = permission.events.findIndex(({ type }) => type === "permission.asked");
    sandbox.emits(...permission.events.slice(0, at + 1));
    await vi.waitFor(() => expect(viewer.client.run(runId).get().status).toBe("waiting"));
    const requestId = viewer.client.run(runId).get().pending[0]?.id ?? "";
    return { viewer, sandbox, runId, requestId };
  }

  it("is shown to the room, answered once, and a second answer comes too late", async () => {
    const { viewer, sandbox, runId, requestId } = await asked();
    expect(viewer.client.room.get().pending).toMatchObject([{ runId, request: { id: requestId, kind: "permission" } }]);
    await expect(viewer.client.replyToPermission({ requestId, reply: "once" })).resolves.toEqual({ reply: "once" });
    expect(sandbox.requests.at(-1)).toMatchObject({ path: `/permission/${requestId}/reply`, body: { reply: "once" } });
    const count = sandbox.requests.length;
    sandbox.emits({
      type: "permission.replied",
      properties: { sessionID: "ses_1", requestID: requestId, reply: "once" },
    });
    await vi.waitFor(() => expect(viewer.client.run(runId).get().status).toBe("working"));
    for (const reply of ["once", "reject"] as const) {
      await expect(viewer.client.replyToPermission({ requestId, reply })).rejects.toMatchObject({
        code: "request_answered",
        message: expect.stringContaining("allowed once"),
      });
    }
    expect(sandbox.requests).toHaveLength(count);
  });

  it("that OpenCode no longer knows is taken away", async () => {
    const { viewer, sandbox, runId, requestId } = await asked();
    sandbox.answersReplies(404);
    await expect(viewer.client.replyToPermission({ requestId, reply: "once" })).rejects.toMatchObject({
      code: "request_gone",
    });
    await vi.waitFor(() => expect(viewer.client.run(runId).get().pending).toEqual([]));
  });

  it("is refused before the run is aborted", async () => {
    const { viewer, sandbox, runId, requestId } = await asked();
    await viewer.client.stop(runId);
    await vi.waitFor(() => expect(sandbox.requests.at(-1)?.path).toBe("/session/ses_1/abort"));
    const paths = sandbox.requests.map(({ path }) => path);
    expect(paths.indexOf(`/permission/${requestId}/reply`)).toBeGreaterThan(-1);
    expect(paths.indexOf(`/permission/${requestId}/reply`)).toBeLessThan(paths.indexOf("/session/ses_1/abort"));
  });
});
