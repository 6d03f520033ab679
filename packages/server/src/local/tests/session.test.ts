import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { listBackups } from "../../run/SessionBackups.ts";
import type { FileChangeMessage } from "../../run/FileWatcher.ts";
import type { OpenCodeRunOptions } from "../../run/OpenCodeSession.ts";
import { OpenCodeSession } from "../../run/OpenCodeSession.ts";
import { createStorage } from "../../run/tests/createStorage.ts";
import { localSandbox } from "../../sandbox/localSandbox.ts";
import type { SandboxPort } from "../../sandbox/SandboxPort.ts";
import type { ScriptedModel } from "../../testing/index.ts";
import { startScriptedModel } from "../../testing/index.ts";
import {
  FAULT_PERMISSION,
  FAULT_SCENARIOS,
  FINISHED_NOTES,
  MAY_GO_ON,
  NOTES,
  PROMPTS,
} from "../../tests/real/faultScenarios.ts";
import type { SandboxHost } from "../startSandboxHost.ts";
import { startSandboxHost } from "../startSandboxHost.ts";

let root: string;
let model: ScriptedModel;
let host: SandboxHost;
const open: OpenCodeSession[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "opencode-kit-session-"));
  model = await startScriptedModel({ pace: "fast", scenarios: FAULT_SCENARIOS });
  host = await startSandboxHost({
    root,
    keep: false,
    model: { baseUrl: model.baseUrl, model: model.model, scripted: true },
    permission: FAULT_PERMISSION,
  });
});

afterEach(async () => {
  for (const session of open.splice(0)) {
    const { sandbox } = session;
    session.close();
    await sandbox.stop();
  }
});

afterAll(async () => {
  await host?.close();
  await model?.close();
  await rm(root, { recursive: true, force: true });
});

function sandboxOf(name: string): SandboxPort {
  return localSandbox({ url: host.url, token: host.token, name });
}

type Started = {
  readonly session: OpenCodeSession;
  readonly directory: string;
  readonly storage: ReturnType<typeof createStorage>;
};

async function started(name: string, storage = createStorage()): Promise<Started> {
  const session = new OpenCodeSession(sandboxOf, name);
  await session.start({}, storage);
  open.push(session);
  return { session, storage, directory: (await session.sandbox.openWorkspace()).directory };
}

const mayGoOn = (directory: string): Promise<void> => writeFile(join(directory, MAY_GO_ON), "");

async function all(
  session: OpenCodeSession,
  prompt: string,
  options?: OpenCodeRunOptions,
): Promise<OpenCodeRunOutput[]> {
  const outputs: OpenCodeRunOutput[] = [];
  for await (const output of session.run(prompt, options)) outputs.push(output);
  return outputs;
}

describe("a session", () => {
  it("does nothing before it is started", async () => {
    const session = new OpenCodeSession(sandboxOf, "not-started");
    expect([session.isStarted, session.isRunning, session.isWatching, session.currentSessionId]).toEqual([
      false,
      false,
      false,
      null,
    ]);
    expect(() => session.sandbox).toThrow("await start() first");
    await expect(all(session, "go")).rejects.toThrow("await start() first");
    expect(session.getRestoreContext()).toBeNull();
  });

  it("runs a prompt to its end, in snapshots that share what did not change", async () => {
    const { session, storage, directory } = await started("runs");
    await mayGoOn(directory);
    const outputs: OpenCodeRunOutput[] = [];
    const running: boolean[] = [];
    const texts: string[] = [];
    const onComplete = vi.fn<() => void>();
    for await (const output of session.run(PROMPTS.work, { onComplete })) {
      outputs.push(output);
      texts.push(JSON.stringify(output));
      running.push(session.isRunning);
    }
    expect(outputs.map((output) => JSON.stringify(output))).toEqual(texts);
    expect(outputs.length).toBeGreaterThan(5);
    expect(outputs.filter(({ phase }) => phase !== "working")).toEqual([outputs.at(-1)]);
    const last = outputs.at(-1);
    expect(last).toMatchObject({
      status: "complete",
      diffs: [{ file: NOTES }],
      summary: expect.stringContaining("notes.md"),
    });
    expect(outputs.at(-2)?.messages[0]).toBe(last?.messages[0]);
    expect(await readFile(join(directory, NOTES), "utf8")).toBe(FINISHED_NOTES);
    expect(onComplete).toHaveBeenCalledTimes(1);
    expect(running.every(Boolean)).toBe(true);
    expect(session.isRunning).toBe(false);
    expect(session.currentSessionId).toBe(last?.sessionId);
    expect(JSON.parse((await storage.get<string>("opencode:session-state")) ?? "")).toEqual({
      sessionId: last?.sessionId,
      providerId: "openai-compatible",
      runInFlight: false,
    });

    const outputFile = join(directory, "other.md");
    const next = await all(session, PROMPTS.work, { sessionId: last?.sessionId, outputFile });
    expect(next.at(-1)).toMatchObject({ status: "complete", sessionId: last?.sessionId });
    expect(next.at(-2)?.outputFile).toBe("other.md");
    expect(next.at(-1)?.outputFile).toBeUndefined();
    expect(next.at(-1)?.outputMissing).toBe(true);
    expect(await session.start({}, storage)).toEqual({ fsRestored: false, sessionState: null });
  });

  it("stops by its signal, and when the loop is left", async () => {
    const { session } = await started("stops");
    const abort = new AbortController();
    const outputs: OpenCodeRunOutput[] = [];
    for await (const output of session.run(PROMPTS.work, { signal: abort.signal })) {
      outputs.push(output);
      if (output.processes.length > 0) abort.abort();
    }
    expect(outputs.at(-1)?.status).toBe("aborted");

    const onComplete = vi.fn<() => void>();
    for await (const output of session.run(PROMPTS.work, { onComplete })) if (output.processes.length > 0) break;
    expect(onComplete).toHaveBeenCalledTimes(1);
    expect(session.isRunning).toBe(false);
    const agent = await session.sandbox.openAgent();
    await vi.waitFor(async () => expect(await (await agent.fetch("/session/status")).json()).toEqual({}), 20_000);
    expect((await all(session, "x", { signal: AbortSignal.abort() })).at(-1)?.status).toBe("aborted");
  });

  it("ends in an error that says why, whatever is wrong", async () => {
    const { session, directory } = await started("errors");
    await mayGoOn(directory);
    const [blank] = await all(session, " \n");
    expect(blank).toMatchObject({ status: "error", errorInfo: { code: "bad_request" }, messages: [] });
    const gone = (await all(session, PROMPTS.work, { sessionId: "ses_gone" })).at(-1);
    expect(gone).toMatchObject({ status: "error", sessionId: "ses_gone" });
    expect(gone?.errorInfo?.code).toBe("session_lost");
    const limited = (await all(session, PROMPTS.work, { budget: { hard: { tokens: 1 } } })).at(-1);
    expect(limited).toMatchObject({ status: "error", errorInfo: { code: "budget_exceeded" } });
    const thrown = await all(session, PROMPTS.work, {
      signal: AbortSignal.timeout(1),
      onComplete: () => Promise.reject(new Error("mine")),
    });
    expect(thrown.at(-1)?.status).toBe("aborted");
  });

  it("answers what the agent asks by the room's own commands", async () => {
    const { session } = await started("answers");
    const outputs: OpenCodeRunOutput[] = [];
    for await (const output of session.run(PROMPTS.ask)) {
      outputs.push(output);
      const [request] = output.pending;
      if (request !== undefined && outputs.at(-2)?.pending.length === 0) {
        await session.send({ name: "replyToPermission", operationId: "op", requestId: request.id, reply: "once" });
      }
    }
    const { status, processes = [] } = outputs.at(-1) ?? {};
    expect(status).toBe("complete");
    // Beside its tools' commands the agent runs git for a moment.
    expect(processes.filter(({ source }) => source === "tool")).toMatchObject([{ status: "exited", exitCode: 0 }]);
    await expect(session.send({ name: "getPrompt", runId: "none" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("watches what the agent and its commands do to files", async () => {
    const { session, directory } = await started("watches");
    await mayGoOn(directory);
    const seen: FileChangeMessage[] = [];
    session.startFileWatcher((message) => seen.push(JSON.parse(message) as FileChangeMessage));
    expect(session.isWatching).toBe(true);
    // What is there when the watch stands is not told.
    for (let i = 0; seen.length === 0; i++) {
      await writeFile(join(directory, "again.txt"), `${i}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await all(session, PROMPTS.work);
    const notes = { type: "file-change", path: join(directory, NOTES), isDirectory: false };
    await vi.waitFor(() => expect(seen).toContainEqual({ ...notes, eventType: "modify" }), 10_000);
    expect(seen.find(({ path }) => path === notes.path)).toEqual({ ...notes, eventType: "create" });
    await rm(join(directory, NOTES));
    await vi.waitFor(() => expect(seen.at(-1)).toEqual({ ...notes, eventType: "delete" }), 10_000);
    session.stopFileWatcher();
    expect(session.isWatching).toBe(false);
  });
});

describe("a lost disk", () => {
  it("is restored when a session starts on it, which goes on where it was", async () => {
    const { session, storage, directory } = await started("restores");
    await mayGoOn(directory);
    const first = (await all(session, PROMPTS.work)).at(-1);
    expect(await session.backup(storage)).toMatchObject({ ok: true });
    await session.sandbox.destroy();
    session.close();
    open.splice(0);
    expect(existsSync(join(directory, NOTES))).toBe(false);

    const again = new OpenCodeSession(sandboxOf, "restores");
    const restored = await again.start({}, storage);
    open.push(again);
    expect(restored).toEqual({
      fsRestored: true,
      sessionState: { sessionId: first?.sessionId, providerId: "openai-compatible", runInFlight: false },
    });
    expect(again.currentSessionId).toBe(first?.sessionId);
    expect(await readFile(join(directory, NOTES), "utf8")).toBe(FINISHED_NOTES);
    const last = (await all(again, PROMPTS.work, { sessionId: first?.sessionId })).at(-1);
    expect(last).toMatchObject({ status: "complete", sessionId: first?.sessionId });
  });

  it("under a run ends it with a code, and the next prompt works", async () => {
    const { session, storage, directory } = await started("lost-in-run");
    await mayGoOn(directory);
    await all(session, PROMPTS.work);
    await session.backup(storage);
    await rm(join(directory, MAY_GO_ON));
    const outputs: OpenCodeRunOutput[] = [];
    let isLost = false;
    for await (const output of session.run(PROMPTS.work)) {
      outputs.push(output);
      if (isLost || output.processes.length === 0) continue;
      isLost = true;
      await session.sandbox.destroy();
    }
    expect(outputs.at(-1)).toMatchObject({ status: "error" });
    expect(outputs.at(-1)?.errorInfo?.code).toMatch(/session_lost|agent_died|sandbox_lost/);
    await mayGoOn(directory);
    expect((await all(session, PROMPTS.work)).at(-1)).toMatchObject({ status: "complete" });
  });

  it("tells the outer model of a run that was cut off", async () => {
    const { session, storage } = await started("cut-off");
    const running = session.run(PROMPTS.work);
    for await (const output of running) if (output.processes.length > 0) break;
    await storage.put(
      "opencode:session-state",
      JSON.stringify({ sessionId: "ses_1", providerId: "openai", runInFlight: true, runPrompt: 'Say "hi"' }),
    );
    session.close();
    const { session: again } = await started("cut-off", storage);
    open.shift();
    expect(again.getRestoreContext()).toContain(JSON.stringify('Say "hi"'));
    expect(again.currentSessionId).toBe("ses_1");
  });

  it("keeps five backups, and those that cannot be made or restored harm none", async () => {
    const { session, storage } = await started("backups");
    for (let i = 0; i < 6; i++) expect(await session.backup(storage)).toMatchObject({ ok: true });
    const backups = await listBackups(storage);
    expect(backups).toHaveLength(5);
    const [newest] = backups;
    if (newest !== undefined) await session.sandbox.deleteBackup(newest);
    await session.sandbox.destroy();
    // Of a disk that is not the session's own no backup is made.
    expect(await session.backup(storage)).toMatchObject({ ok: false, error: { code: "sandbox_lost" } });
    expect(await listBackups(storage)).toEqual(backups);
    session.close();
    const { session: again } = await started("backups", storage);
    open.shift();
    expect(again.isStarted).toBe(true);
  });
});
