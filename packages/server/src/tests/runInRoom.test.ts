import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { selectMessageIds } from "@opencode-kit/client/state";
import { describe, expect, it, vi } from "vitest";
import helloJsonl from "../../../client/recordings/hello.jsonl?raw";
import type { RunLine } from "../room/toRunLine.ts";
import type { RoomNamespace, RunInRoomOptions } from "../tool/runInRoom.ts";
import { runInRoom } from "../tool/runInRoom.ts";
import { connectClient } from "./connectClient.ts";
import type { FakeSandbox } from "./createFakeSandbox.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";
import { readRecordedRun } from "./recordedRun.ts";
import type { TestRoom } from "./worker.ts";

const hello = readRecordedRun(helloJsonl);
const room = env.OpenCodeRoom as unknown as RoomNamespace;

let count = 0;

type Played = { readonly lines: RunLine[]; readonly last: Promise<RunLine | undefined>; readonly sandbox: FakeSandbox };

/** Runs a prompt in a room of its own, as a tool call does. */
function play(options: Partial<RunInRoomOptions> = {}): Played & { readonly name: string } {
  const name = options.name ?? `tool-${++count}`;
  const sandbox = fakeSandboxOf(name);
  const lines: RunLine[] = [];
  const running = runInRoom({ room, name, prompt: "go", ...options });
  const last = (async () => {
    for (;;) {
      const { value, done } = await running.next();
      if (value !== undefined) lines.push(value);
      if (done === true) return value;
    }
  })();
  return { name, lines, last, sandbox };
}

async function prompted(sandbox: FakeSandbox): Promise<void> {
  await vi.waitFor(() => expect(sandbox.requests.some(({ path }) => path.endsWith("/prompt_async"))).toBe(true));
}

const aborts = (sandbox: FakeSandbox) => sandbox.requests.filter(({ path }) => path.endsWith("/abort"));

describe("a prompt from the Worker", () => {
  it("is told of from its start to its end", async () => {
    const { lines, last, sandbox } = play();
    await prompted(sandbox);
    sandbox.emits(...hello.events);
    sandbox.records({ messages: hello.messages, isBusy: false });
    sandbox.emits(...hello.afterIdle);
    await expect(last).resolves.toMatchObject({ status: "complete", sessionId: "ses_1" });
    expect(lines.map(({ status }) => status)).toEqual(expect.arrayContaining(["working", "complete"]));
    expect(lines.at(-1)?.usage.output).toBeGreaterThan(0);
  });

  it("is stopped by its signal, as by a person", async () => {
    const abort = new AbortController();
    const { name, last, sandbox } = play({ signal: abort.signal, user: { id: "bot", name: "The chat" } });
    await prompted(sandbox);
    const viewer = await connectClient(name);
    await vi.waitFor(() => expect(viewer.client.room.get().runs).toHaveLength(1));
    abort.abort();
    await vi.waitFor(() => expect(viewer.client.room.get().runs[0]?.status).toBe("stopping"));
    await vi.waitFor(() => expect(aborts(sandbox).length).toBeGreaterThan(0));
    sandbox.records({ messages: hello.messages, isBusy: false });
    await expect(last).resolves.toMatchObject({ status: "aborted" });
    const entries = await viewer.client.listAudit();
    expect(entries).toMatchObject([
      { action: "stop", user: { name: "The chat" } },
      { action: "submit", user: { name: "The chat" } },
    ]);
  });

  it("is stopped when its call is closed, and not waited for", async () => {
    const name = `tool-${++count}`;
    const sandbox = fakeSandboxOf(name);
    for await (const { status } of runInRoom({ room, name, prompt: "go" })) {
      if (status === "working") break;
    }
    await vi.waitFor(() => expect(aborts(sandbox).length).toBeGreaterThan(0));
    const viewer = await connectClient(name);
    await vi.waitFor(() => expect(viewer.client.room.get().runs[0]?.status).toBe("stopping"));
  });

  it("is not begun where its signal has aborted before", async () => {
    const { last, sandbox } = play({ signal: AbortSignal.abort(new Error("too late")) });
    await expect(last).rejects.toThrow("too late");
    expect(sandbox.requests).toEqual([]);
  });

  it("is one run for one operation, and outlives the loss of the object", async () => {
    const first = play({ operationId: "call_1" });
    await prompted(first.sandbox);
    const second = play({ name: first.name, operationId: "call_1" });
    await vi.waitFor(() => expect(second.lines.length).toBeGreaterThan(0));
    first.sandbox.emits(...hello.events.slice(0, 14));
    const viewer = await connectClient(first.name);
    const runId = second.lines[0]?.id ?? "";
    viewer.client.run(runId).subscribe(() => undefined);
    await vi.waitFor(() => expect(selectMessageIds(viewer.client.run(runId).get())).toHaveLength(2));
    first.sandbox.records({ messages: hello.messages, isBusy: false });
    await abortAllDurableObjects();
    const [a, b] = await Promise.all([first.last, second.last]);
    expect(a).toEqual(b);
    expect(a).toMatchObject({ id: runId, status: "complete" });
    expect(first.sandbox.requests.filter(({ path }) => path.endsWith("/prompt_async"))).toHaveLength(1);
  });

  it("finds an object that two calls have woken at the same moment, started once", async () => {
    const rooms = env.OpenCodeRoom as unknown as DurableObjectNamespace<TestRoom>;
    const stub = rooms.getByName(`tool-${++count}`);
    const starts = await runInDurableObject(stub, async (instance) => {
      const opened = vi.spyOn(instance, "sandbox");
      await instance.listAudit();
      await instance.onStart();
      return opened.mock.calls.length;
    });
    expect(starts).toBe(1);
  });

  it("that makes no sense is refused with its code", async () => {
    await expect(play({ prompt: " " }).last).rejects.toMatchObject({ code: "bad_request" });
    await expect(play({ followsRunId: "none" }).last).rejects.toMatchObject({ code: "not_found" });
  });
});
