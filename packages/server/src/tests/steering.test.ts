import { abortAllDurableObjects } from "cloudflare:test";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { selectMessageIds } from "@opencode-kit/client/state";
import { describe, expect, it, vi } from "vitest";
import helloJsonl from "../../../client/recordings/hello.jsonl?raw";
import permissionJsonl from "../../../client/recordings/permission_once.jsonl?raw";
import type { ConnectedClient } from "./connectClient.ts";
import { connectClient } from "./connectClient.ts";
import type { FakeSandbox } from "./createFakeSandbox.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";
import { readRecordedRun } from "./recordedRun.ts";

const hello = readRecordedRun(helloJsonl);
const permission = readRecordedRun(permissionJsonl);

type Steered = { readonly viewer: ConnectedClient; readonly sandbox: FakeSandbox; readonly runId: string };

let count = 0;

/** A run that the fake agent works on. */
async function working(): Promise<Steered & { readonly room: string }> {
  const room = `steered-${++count}`;
  const sandbox = fakeSandboxOf(room);
  const viewer = await connectClient(room);
  const { runId } = await viewer.client.submit({ prompt: "go" });
  viewer.client.run(runId).subscribe(() => undefined);
  await vi.waitFor(() => expect(prompts(sandbox)).toHaveLength(1));
  sandbox.emits(...hello.events.slice(0, 14));
  await vi.waitFor(() => expect(selectMessageIds(viewer.client.run(runId).get())).toHaveLength(2));
  return { room, viewer, sandbox, runId };
}

/** A run that waits for a permission. */
async function asked(): Promise<Steered & { readonly room: string; readonly requestId: string }> {
  const room = `asked-${++count}`;
  const sandbox = fakeSandboxOf(room);
  const viewer = await connectClient(room);
  const { runId } = await viewer.client.submit({ prompt: "go" });
  viewer.client.run(runId).subscribe(() => undefined);
  await vi.waitFor(() => expect(prompts(sandbox)).toHaveLength(1));
  const at = permission.events.findIndex(({ type }) => type === "permission.asked");
  sandbox.emits(...permission.events.slice(0, at + 1));
  await vi.waitFor(() => expect(viewer.client.run(runId).get().status).toBe("waiting"));
  return { room, viewer, sandbox, runId, requestId: viewer.client.run(runId).get().pending[0]?.id ?? "" };
}

function prompts(sandbox: FakeSandbox): readonly string[] {
  return sandbox.requests
    .filter(({ path }) => path.endsWith("/prompt_async"))
    .map(({ body }) => String((body as { parts: { text: string }[] }).parts[0]?.text));
}

const statusOf = ({ viewer, runId }: Steered) => viewer.client.run(runId).get().status;

describe("an answer", () => {
  it("that could not be handed over can be given again, by anybody", async () => {
    const { room, viewer, sandbox, requestId } = await asked();
    sandbox.answersReplies(503);
    await expect(viewer.client.replyToPermission({ requestId, reply: "once" })).rejects.toMatchObject({
      code: "agent_unavailable",
      retryable: true,
    });
    sandbox.answersReplies(200);
    const other = await connectClient(room);
    await expect(other.client.replyToPermission({ requestId, reply: "reject" })).resolves.toEqual({ reply: "reject" });
    await vi.waitFor(() => expect(viewer.client.room.get().answered).toMatchObject([{ outcome: "reject" }]));
  });

  it("that could not be handed over is not taken for that of somebody who answers elsewhere", async () => {
    const { viewer, sandbox, requestId } = await asked();
    sandbox.answersReplies(503);
    await expect(viewer.client.replyToPermission({ requestId, reply: "reject" })).rejects.toMatchObject({
      retryable: true,
    });
    const properties = { sessionID: "ses_1", requestID: requestId, reply: "once" };
    sandbox.emits({ type: "permission.replied", properties });
    await vi.waitFor(() => expect(viewer.client.room.get().answered).toMatchObject([{ outcome: "once" }]));
  });

  it("is told to all with the name of who gave it, and the same operation is answered as before", async () => {
    const { viewer, sandbox, runId, requestId } = await asked();
    const { length } = sandbox.requests;
    const command = { name: "replyToPermission", operationId: "op", requestId, reply: "once" };
    for (const id of ["a", "b"]) viewer.sendsRaw(JSON.stringify({ type: "command", id, command }));
    await vi.waitFor(() => expect(viewer.received.filter((text) => text.includes('"reply":"once"'))).toHaveLength(2));
    expect(sandbox.requests).toHaveLength(length + 1);
    // OpenCode's own word for it may be lost with the stream.
    await vi.waitFor(() => expect(viewer.client.run(runId).get().pending).toEqual([]));
    expect(viewer.client.run(runId).get().answered).toMatchObject([{ id: requestId, outcome: "once" }]);
    expect(viewer.client.run(runId).get().status).toBe("working");
  });

  it("that was on its way when the object was lost does not block the next one", async () => {
    const { viewer, sandbox, runId, requestId } = await asked();
    sandbox.holdsReplies();
    const lost = viewer.client.replyToPermission({ requestId, reply: "once" });
    await vi.waitFor(() => expect(sandbox.requests.at(-1)?.path).toBe(`/permission/${requestId}/reply`));
    await abortAllDurableObjects();
    viewer.breaks();
    sandbox.records({
      messages: permission.messages.slice(0, 1),
      isBusy: true,
      permissions: permission.events
        .map(({ properties }) => properties as { readonly [key: string]: unknown })
        .filter(({ id }) => id === requestId),
    });
    sandbox.answersReplies(200);
    await viewer.reconnects();
    // The client sends what has no answer again: its own operation, which the new object does not know as done.
    await expect(lost).resolves.toEqual({ reply: "once" });
    await vi.waitFor(() => expect(viewer.client.run(runId).get().pending).toEqual([]));
    // A list that was read before the answer is not believed.
    sandbox.dropsStream();
    await vi.waitFor(() =>
      expect(sandbox.requests.filter(({ path }) => path === "/permission").length).toBeGreaterThan(1),
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(viewer.client.run(runId).get().pending).toEqual([]);
  });
});

describe("a steer", () => {
  it("whose answer was lost is not handed over twice", async () => {
    const run = await working();
    const { viewer, sandbox, runId } = run;
    sandbox.failsNextPrompt();
    const message = {
      info: { id: "msg_zz", sessionID: "ses_1", role: "user", time: { created: 1 } },
      parts: [{ id: "prt_zz", messageID: "msg_zz", sessionID: "ses_1", type: "text", text: "and this" }],
    };
    sandbox.records({ messages: [...hello.messages, message], isBusy: true });
    await viewer.client.submit({ prompt: "and this", followsRunId: runId, whenBusy: "steer" });
    await vi.waitFor(() => expect(prompts(sandbox)).toEqual(["go", "and this"]));
    await vi.waitFor(() => expect(selectMessageIds(viewer.client.run(runId).get())).toContain("msg_zz"), {
      timeout: 5_000,
    });
    expect(prompts(sandbox)).toEqual(["go", "and this"]);
    expect(statusOf(run)).toBe("working");
  });

  it("that failed in passing is handed over again, also by a new object", async () => {
    const run = await working();
    const { viewer, sandbox, runId } = run;
    sandbox.records({ messages: hello.messages, isBusy: true });
    sandbox.failsNextPrompt();
    await viewer.client.submit({ prompt: "and this", followsRunId: runId, whenBusy: "steer" });
    await vi.waitFor(() => expect(prompts(sandbox)).toEqual(["go", "and this"]));
    await abortAllDurableObjects();
    viewer.breaks();
    await viewer.reconnects();
    await vi.waitFor(() => expect(prompts(sandbox)).toEqual(["go", "and this", "and this"]), { timeout: 8_000 });
  });

  it("of a run that is being stopped waits in the queue, held", async () => {
    const run = await working();
    const { viewer, sandbox, runId } = run;
    sandbox.records({ messages: hello.messages, isBusy: true });
    await viewer.client.stop(runId);
    const late = await viewer.client.submit({ prompt: "late", followsRunId: runId, whenBusy: "steer" });
    expect(late.disposition).toBe("queued");
    sandbox.records({ messages: hello.messages, isBusy: false });
    await vi.waitFor(() => expect(statusOf(run)).toBe("aborted"), { timeout: 8_000 });
    await vi.waitFor(() => {
      const listed = viewer.client.room.get().runs.find(({ id }) => id === late.runId);
      expect(listed).toMatchObject({ status: "queued", queue: { isHeld: true } });
    });
    expect(prompts(sandbox)).toEqual(["go"]);
  });

  it("for an agent that is not there is a run of its own, which says so", async () => {
    const run = await working();
    const { viewer, sandbox, runId } = run;
    sandbox.records({ messages: hello.messages, isBusy: true });
    await viewer.client.submit({ prompt: "plan it", followsRunId: runId, whenBusy: "steer", agent: "nobody" });
    await vi.waitFor(() => expect(viewer.client.room.get().runs).toHaveLength(2));
    sandbox.records({ messages: hello.messages, isBusy: false });
    sandbox.emits(...hello.events.slice(14), ...hello.afterIdle);
    await vi.waitFor(() => expect(viewer.client.room.get().runs[1]?.error?.code).toBe("unknown_agent"), {
      timeout: 8_000,
    });
    expect(prompts(sandbox)).toEqual(["go"]);
    expect(statusOf(run)).toBe("complete");
  });
});

describe("a run that never came to have a session", () => {
  it("leaves what followed it held, in its order, to begin a new session", async () => {
    const room = `steered-${++count}`;
    const sandbox = fakeSandboxOf(room);
    sandbox.cannotStart(new OpenCodeKitError("sandbox_unavailable", "Not yet.", { retryable: true }));
    const { client } = await connectClient(room);
    const { runId: first } = await client.submit({ prompt: "first" });
    const { runId: second } = await client.submit({ prompt: "second", followsRunId: first });
    const { runId: third } = await client.submit({ prompt: "third", followsRunId: first });
    await client.stop(first);
    const statuses = () => client.room.get().runs.map(({ status, queue }) => [status, queue?.isHeld === true]);
    await vi.waitFor(() =>
      expect(statuses()).toEqual([
        ["aborted", false],
        ["queued", true],
        ["queued", false],
      ]),
    );
    sandbox.cannotStart(undefined);
    await client.resumeQueue(second);
    await vi.waitFor(() => expect(prompts(sandbox)).toEqual(["second"]), { timeout: 8_000 });
    const sessionOf = (runId: string) => client.room.get().runs.find(({ id }) => id === runId)?.sessionId;
    await vi.waitFor(() => expect(sessionOf(third)).toBe("ses_1"));
    expect(statuses()[2]).toEqual(["queued", false]);
  });
});

describe("a stop", () => {
  it("is not over while the agent works on, which is told again", async () => {
    const run = await working();
    const { viewer, sandbox, runId } = run;
    sandbox.records({ messages: hello.messages, isBusy: true });
    await viewer.client.stop(runId);
    const aborts = () => sandbox.requests.filter(({ path }) => path.endsWith("/abort"));
    await vi.waitFor(() => expect(aborts().length).toBeGreaterThan(2), { timeout: 8_000 });
    expect(statusOf(run)).toBe("stopping");
    sandbox.records({ messages: hello.messages, isBusy: false });
    await vi.waitFor(() => expect(statusOf(run)).toBe("aborted"), { timeout: 8_000 });
  });

  it("is not claimed where the agent was not heard to rest", async () => {
    const run = await working();
    const { viewer, sandbox, runId } = run;
    sandbox.records({ messages: hello.messages, isBusy: true });
    await viewer.client.stop(runId);
    sandbox.cannotStart(new OpenCodeKitError("agent_unavailable", "The sandbox is gone."));
    sandbox.dropsStream();
    await vi.waitFor(() => expect(statusOf(run)).toBe("error"), { timeout: 8_000 });
    expect(viewer.client.run(runId).get().error).toMatchObject({ code: "agent_unavailable" });
  });
});

describe("bad input", () => {
  it("is refused with its code, and neither the socket nor the run is harmed", async () => {
    const run = await working();
    const { client } = run.viewer;
    const image = { mime: "image/png", base64: "AAAA" };
    const refusals: readonly [Promise<unknown>, string][] = [
      [client.submit({ prompt: "x", followsRunId: "none" }), "not_found"],
      [client.submit({ prompt: "x", attachments: [{ mime: "application/x-evil", base64: "AAAA" }] }), "bad_request"],
      [client.submit({ prompt: "x", attachments: [{ ...image, base64: "<script>" }] }), "bad_message"],
      [client.submit({ prompt: "x", attachments: Array.from({ length: 11 }, () => image) }), "too_large"],
      [client.submit({ prompt: "x".repeat(200_001) }), "too_large"],
      [client.editQueued({ runId: run.runId, prompt: "else" }), "run_started"],
      [client.moveQueued({ runId: run.runId }), "run_started"],
      [client.steerQueued("none"), "not_found"],
      [client.getPrompt(run.runId), "run_started"],
      [client.killProcess({ processId: "prt_none", runId: run.runId }), "not_found"],
      [client.killProcess({ processId: "prt_none" }), "bad_request"],
      [client.killProcess({ processId: "pid:1" }), "bad_request"],
      [client.replyToBudget({ requestId: "budget_none", reply: "continue" }), "request_unknown"],
      [client.revertSession({ sessionId: "ses_1", messageId: "msg_1" }), "run_busy"],
      [client.unrevertSession("ses_1"), "run_busy"],
      [client.stop("none"), "not_found"],
    ];
    for (const [refused, code] of refusals) await expect(refused).rejects.toMatchObject({ code });
    expect(client.connection.get().status).toBe("open");
    expect(statusOf(run)).toBe("working");
  });
});
