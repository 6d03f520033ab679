import { abortAllDurableObjects, env, runDurableObjectAlarm } from "cloudflare:test";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { listFiles } from "@opencode-kit/client/state";
import { describe, expect, it, vi } from "vitest";
import helloJsonl from "../../../client/recordings/hello.jsonl?raw";
import type { ConnectedClient } from "./connectClient.ts";
import { connectClient } from "./connectClient.ts";
import type { FakeSandbox } from "./createFakeSandbox.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";
import { readRecordedRun } from "./recordedRun.ts";
import type { TestRoom } from "./worker.ts";

const hello = readRecordedRun(helloJsonl);
const FILE = { path: "notes.md", kind: "file", size: 5 } as const;

type Rooms = DurableObjectNamespace<TestRoom>;

let count = 0;
async function newRoom(keep = 2): Promise<{ room: string; sandbox: FakeSandbox; viewer: ConnectedClient }> {
  const room = `backups-${++count}`;
  const sandbox = fakeSandboxOf(room);
  sandbox.policy = { keep };
  return { room, sandbox, viewer: await connectClient(room) };
}

function stubOf(room: string): DurableObjectStub<TestRoom> {
  const rooms = env.OpenCodeRoom as unknown as Rooms;
  return rooms.get(rooms.idFromName(room));
}

/** The object's alarm rings, `now`: by default 11 seconds later. */
async function beat(room: string, now = Date.now() + 11_000): Promise<void> {
  vi.useFakeTimers({ toFake: ["Date"], now });
  try {
    expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
  } finally {
    vi.useRealTimers();
  }
}

function prompts(sandbox: FakeSandbox): number {
  return sandbox.requests.filter(({ path }) => path.endsWith("/prompt_async")).length;
}

async function begin({ client }: ConnectedClient, sandbox: FakeSandbox, sessionId?: string): Promise<string> {
  const before = prompts(sandbox);
  sandbox.records({ messages: [], isBusy: true });
  const { runId } = await client.submit({ prompt: "go", ...(sessionId === undefined ? {} : { sessionId }) });
  client.run(runId).subscribe(() => undefined);
  await vi.waitFor(() => expect(prompts(sandbox)).toBe(before + 1));
  return runId;
}

/** A run from its prompt to its end. */
async function play(viewer: ConnectedClient, sandbox: FakeSandbox): Promise<string> {
  const runId = await begin(viewer, sandbox);
  sandbox.emits(...hello.events);
  sandbox.records({ messages: hello.messages, isBusy: false });
  sandbox.emits(...hello.afterIdle);
  await ended(viewer, runId, "complete");
  return runId;
}

async function ended({ client }: ConnectedClient, runId: string, status: string): Promise<void> {
  await vi.waitFor(() => expect(client.run(runId).get().status).toBe(status), { timeout: 8_000 });
}

async function told({ client }: ConnectedClient, status: string): Promise<void> {
  await vi.waitFor(() => expect(client.room.get().backup?.status).toBe(status), { timeout: 5_000 });
}

describe("a backup", () => {
  it("is made when a run ends, and so many are kept, the newest", async () => {
    const { sandbox, viewer } = await newRoom(2);
    for (const id of ["backup-1", "backup-2", "backup-3"]) {
      await play(viewer, sandbox);
      await vi.waitFor(() => expect(viewer.client.room.get().backup).toMatchObject({ status: "done", id }));
    }
    await vi.waitFor(() => expect(sandbox.backups).toEqual(["backup-2", "backup-3"]));
    expect((await viewer.client.listBackups()).map(({ id }) => id)).toEqual(["backup-3", "backup-2"]);
  });

  it("that fails is told, displaces no good one, and is tried again", async () => {
    const { room, sandbox, viewer } = await newRoom(1);
    await play(viewer, sandbox);
    await told(viewer, "done");
    sandbox.failsBackups(new OpenCodeKitError("backup_failed", "The bucket is away.", { retryable: true }));
    await play(viewer, sandbox);
    await told(viewer, "failed");
    expect(viewer.client.room.get().backup?.error).toMatchObject({ message: "The bucket is away." });
    expect((await viewer.client.listBackups()).map(({ id }) => id)).toEqual(["backup-1"]);
    sandbox.failsBackups(undefined);
    await beat(room);
    await vi.waitFor(() => expect(viewer.client.room.get().backup).toMatchObject({ status: "done", id: "backup-3" }));
    expect((await viewer.client.listBackups()).map(({ id }) => id)).toEqual(["backup-3"]);
  });

  it("is one at a time: those who ask meanwhile share the next", async () => {
    const { sandbox, viewer } = await newRoom();
    sandbox.holdsBackups();
    const asked = [viewer.client.createBackup(), viewer.client.createBackup(), viewer.client.createBackup()];
    await told(viewer, "running");
    expect(sandbox.backupCalls).toEqual(["create"]);
    sandbox.letsGo();
    expect((await Promise.all(asked)).map(({ id }) => id)).toEqual(["backup-1", "backup-2", "backup-2"]);
  });

  it("that the object was lost over is none, and is made again when it wakes", async () => {
    const { room, sandbox, viewer } = await newRoom();
    sandbox.holdsBackups();
    await play(viewer, sandbox);
    await told(viewer, "running");
    await abortAllDurableObjects();
    viewer.breaks();
    sandbox.failsBackups(new Error("cut off"));
    sandbox.letsGo();
    await viewer.reconnects();
    await told(viewer, "failed");
    await expect(viewer.client.listBackups()).resolves.toEqual([]);
    sandbox.failsBackups(undefined);
    await beat(room);
    await told(viewer, "done");
    await expect(viewer.client.listBackups()).resolves.toHaveLength(1);
  });

  it("is not made of a sandbox that was lost: there is nothing in it", async () => {
    const { sandbox, viewer } = await newRoom();
    await play(viewer, sandbox);
    await told(viewer, "done");
    sandbox.loses();
    await expect(viewer.client.createBackup()).rejects.toMatchObject({ code: "sandbox_lost" });
    expect(sandbox.backups).toEqual(["backup-1"]);
  });

  it("is made from time to time while a run goes on, if something is new", async () => {
    const { room, sandbox, viewer } = await newRoom();
    await begin(viewer, sandbox);
    const due = Date.now() + 5 * 60_000;
    await beat(room);
    expect(sandbox.backupCalls).toEqual([]);
    await beat(room, due);
    await told(viewer, "done");
    await beat(room, due + 6 * 60_000);
    expect(sandbox.backupCalls).toEqual(["create"]);
    sandbox.emits(...hello.events.slice(0, 14));
    await vi.waitFor(() => expect(viewer.client.room.get().runs[0]?.title).toBeDefined());
    await beat(room, due + 12 * 60_000);
    await vi.waitFor(() => expect(sandbox.backupCalls).toEqual(["create", "create"]));
  });

  it("is made by people only, where the workspace outlives the sandbox", async () => {
    const { sandbox, viewer } = await newRoom();
    sandbox.policy = false;
    await abortAllDurableObjects();
    await viewer.reconnects();
    await play(viewer, sandbox);
    expect(sandbox.backupCalls).toEqual([]);
    await expect(viewer.client.createBackup()).resolves.toMatchObject({ id: "backup-1" });
  });
});

describe("restoring a backup", () => {
  it("is refused while a run is active, and for a backup that is not there", async () => {
    const { sandbox, viewer } = await newRoom();
    const { id } = await viewer.client.createBackup();
    await expect(viewer.client.restoreBackup("none")).rejects.toMatchObject({ code: "backup_missing" });
    await begin(viewer, sandbox);
    await expect(viewer.client.restoreBackup(id)).rejects.toMatchObject({ code: "run_busy" });
    expect(sandbox.backupCalls).toEqual(["create"]);
  });

  it("puts its files back, and a lost sandbox goes back to it from then on", async () => {
    const { sandbox, viewer } = await newRoom();
    viewer.client.files.subscribe(() => undefined);
    sandbox.holdsFiles([FILE]);
    const first = await viewer.client.createBackup();
    sandbox.holdsFiles([]);
    await viewer.client.createBackup();
    await expect(viewer.client.restoreBackup(first.id)).resolves.toEqual(first);
    await told(viewer, "restored");
    const done = (await viewer.client.listAudit()).map(({ action, target }) => [action, target]);
    expect(done).toEqual([
      ["restoreBackup", first.id],
      ["createBackup", "backup-2"],
      ["createBackup", first.id],
    ]);
    await vi.waitFor(() => expect(listFiles(viewer.client.files.get())).toEqual([FILE]));
    sandbox.loses();
    await begin(viewer, sandbox);
    expect(sandbox.backupCalls.slice(2)).toEqual([`restore ${first.id}`, `restore ${first.id}`]);
  });
});

describe("a lost sandbox", () => {
  it("is restored before the next prompt goes on in its session, and its files are listed again", async () => {
    const { sandbox, viewer } = await newRoom();
    viewer.client.files.subscribe(() => undefined);
    sandbox.holdsFiles([FILE]);
    await play(viewer, sandbox);
    await told(viewer, "done");
    sandbox.holdsBackups();
    sandbox.loses();
    sandbox.records({ messages: [], isBusy: true });
    const { runId } = await viewer.client.submit({ prompt: "and now", sessionId: "ses_1" });
    await vi.waitFor(() => expect(viewer.client.room.get().sandbox.status).toBe("restoring"));
    expect(viewer.client.room.get().backup).toMatchObject({ status: "restoring", id: "backup-1" });
    expect(prompts(sandbox)).toBe(1);
    sandbox.letsGo();
    await vi.waitFor(() => expect(prompts(sandbox)).toBe(2), { timeout: 5_000 });
    viewer.client.run(runId).subscribe(() => undefined);
    await ended(viewer, runId, "working");
    expect(viewer.client.room.get()).toMatchObject({ sandbox: { status: "ready" }, backup: { status: "restored" } });
    await vi.waitFor(() => expect(listFiles(viewer.client.files.get())).toEqual([FILE]), { timeout: 5_000 });
  });

  it("is restored by the next older backup where the newest cannot be", async () => {
    const { sandbox, viewer } = await newRoom(3);
    for (let i = 0; i < 3; i++) await viewer.client.createBackup();
    sandbox.failsToRestore("backup-3", new OpenCodeKitError("backup_missing", "It is gone."));
    sandbox.failsToRestore("backup-2", new Error("broken"));
    sandbox.loses();
    await begin(viewer, sandbox);
    expect(sandbox.backupCalls.slice(3)).toEqual(["restore backup-3", "restore backup-2", "restore backup-1"]);
    expect((await viewer.client.listBackups()).map(({ id }) => id)).toEqual(["backup-2", "backup-1"]);
  });

  it("ends a run that it worked on, of which the backup has nothing", async () => {
    const { sandbox, viewer } = await newRoom();
    await viewer.client.createBackup();
    const runId = await begin(viewer, sandbox);
    sandbox.emits(...hello.events.slice(0, 14));
    sandbox.loses();
    sandbox.records({ messages: [], isBusy: false });
    await ended(viewer, runId, "error");
    expect(viewer.client.run(runId).get().error).toMatchObject({ code: "session_lost", retryable: true });
    expect(sandbox.backupCalls).toContain("restore backup-1");
  });

  it("without a backup ends what went on in it by its code, and takes a new prompt", async () => {
    const { sandbox, viewer } = await newRoom();
    const active = await begin(viewer, sandbox);
    sandbox.loses();
    await ended(viewer, active, "error");
    expect(viewer.client.run(active).get().error?.code).toBe("sandbox_lost");
    expect(viewer.client.room.get().backup).toMatchObject({ error: { code: "sandbox_lost" } });
    const { runId: continued } = await viewer.client.submit({ prompt: "go on", sessionId: "ses_1" });
    viewer.client.run(continued).subscribe(() => undefined);
    await ended(viewer, continued, "error");
    expect(viewer.client.run(continued).get().error?.code).toBe("sandbox_lost");
    await ended(viewer, await begin(viewer, sandbox), "working");
  });

  it("that cannot be restored now is tried again, and nothing is done in it before", async () => {
    const { sandbox, viewer } = await newRoom();
    await viewer.client.createBackup();
    sandbox.failsToRestore("backup-1", new OpenCodeKitError("backup_failed", "Busy.", { retryable: true }));
    sandbox.loses();
    const { runId } = await viewer.client.submit({ prompt: "go" });
    await vi.waitFor(() => expect(sandbox.backupCalls.length).toBeGreaterThan(2), { timeout: 5_000 });
    expect(sandbox.requests).toEqual([]);
    await viewer.client.stop(runId);
  });
});

describe("a session that the agent does not know", () => {
  it("ends its run, and says so", async () => {
    const { sandbox, viewer } = await newRoom();
    await play(viewer, sandbox);
    const { runId } = await viewer.client.submit({ prompt: "go", sessionId: "ses_none" });
    viewer.client.run(runId).subscribe(() => undefined);
    sandbox.answersReplies(404);
    await ended(viewer, runId, "error");
    expect(viewer.client.run(runId).get().error?.code).toBe("session_lost");
  });
});
