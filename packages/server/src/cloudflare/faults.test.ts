import { readFileSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgentServer } from "@opencode-kit/client/source";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { postTo, runShell, startSession } from "../sandbox/contract/askAgent.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { OpenedFake } from "./tests/openFake.ts";
import { openFake } from "./tests/openFake.ts";

/** Each verb that asks the container, but for the streams. */
const VERBS: readonly (readonly [string, (sandbox: SandboxPort) => Promise<unknown>])[] = [
  ["openWorkspace", (sandbox) => sandbox.openWorkspace()],
  ["openAgent", (sandbox) => sandbox.openAgent()],
  ["listFiles", (sandbox) => sandbox.listFiles()],
  ["listFolder", (sandbox) => sandbox.listFolder("")],
  ["statFile", (sandbox) => sandbox.statFile("file")],
  ["readFile", (sandbox) => sandbox.readFile("file")],
  ["listProcesses", async (sandbox) => sandbox.listProcesses?.()],
  ["killProcess", async (sandbox) => sandbox.killProcess?.(4711)],
  ["listPorts", (sandbox) => sandbox.listPorts()],
  ["exposePort", (sandbox) => sandbox.exposePort(4711)],
  ["createBackup", (sandbox) => sandbox.createBackup()],
  ["stop", (sandbox) => sandbox.stop()],
];

let opened: OpenedFake | undefined;

const open = async (...args: Parameters<typeof openFake>): Promise<OpenedFake> => (opened = await openFake(...args));

describe("a container", () => {
  afterEach(() => opened?.fake.close());

  it("that is slow to start is waited for by who opens the agent", async () => {
    const { fake, sandbox } = await open();
    fake.startsSlowly(800);
    await expect(sandbox.openWorkspace()).rejects.toMatchObject({ code: "sandbox_starting", retryable: true });
    expect((await sandbox.openAgent()).version).toMatch(/^\d/);
  });

  it("that never becomes ready is told so in time", async () => {
    const { fake, sandbox } = await open({ startMs: 500 });
    fake.startsSlowly(Number.POSITIVE_INFINITY);
    await expect(sandbox.openAgent()).rejects.toMatchObject({ code: "sandbox_starting" });
  });

  it.each(VERBS)("that is not to be had is told by %s", async (_name, ask) => {
    const { fake, sandbox } = await open({ startMs: 500 });
    fake.hasNoCapacity();
    await expect(ask(sandbox)).rejects.toMatchObject({ code: "sandbox_capacity", retryable: true });
    fake.hasNoCapacity(false);
    expect((await sandbox.openWorkspace()).id).not.toBe("");
  });

  it.each(VERBS)("that is lost is told by %s, and comes back with an empty disk", async (_name, ask) => {
    const { fake, sandbox } = await open();
    const { id } = await sandbox.openWorkspace();
    fake.failsNext("exec", "OPERATION_INTERRUPTED");
    await expect(ask(sandbox)).rejects.toMatchObject({ code: "sandbox_lost", retryable: true });
    await fake.killContainer();
    expect((await sandbox.openWorkspace()).id).not.toBe(id);
  });

  it("whose disk is full says so", async () => {
    const { fake, sandbox } = await open();
    fake.failsNext("exec", undefined, "printf: write error: No space left on device");
    await expect(sandbox.openWorkspace()).rejects.toMatchObject({ code: "disk_full" });
    fake.failsNext("createBackup", "BACKUP_CREATE_FAILED", "mksquashfs: No space left on device");
    await expect(sandbox.createBackup()).rejects.toMatchObject({ code: "disk_full" });
  });

  it("that dies under a reader and a watcher ends both by an error", async () => {
    const { fake, sandbox } = await open();
    const { directory } = await sandbox.openWorkspace();
    await writeFile(join(directory, "large"), Buffer.alloc(8 * 1024 * 1024));
    const reader = (await sandbox.readFile("large")).body.getReader();
    await reader.read();
    let batches = 0;
    const watching = (async () => {
      for await (const _batch of sandbox.watchFiles(new AbortController().signal)) batches += 1;
    })();
    watching.catch(() => undefined);
    await expect.poll(() => batches, { timeout: 10_000 }).toBe(1);
    await fake.killContainer();
    await expect(watching).rejects.toMatchObject({ code: "sandbox_lost" });
    const readOn = async (): Promise<void> => {
      while (!(await reader.read()).done);
    };
    await expect(readOn()).rejects.toMatchObject({ code: "sandbox_lost" });
  });

  it("in which changes never end has them told, by a listing too", async () => {
    const { sandbox } = await open();
    const { directory } = await sandbox.openWorkspace();
    const stop = new AbortController();
    const batches: number[] = [];
    const watching = (async () => {
      for await (const batch of sandbox.watchFiles(stop.signal)) batches.push(batch.length);
    })();
    await expect.poll(() => batches, { timeout: 10_000 }).toEqual([0]);
    await Promise.all(Array.from({ length: 1_000 }, (_, i) => writeFile(join(directory, String(i)), "")));
    const writing = setInterval(() => void writeFile(join(directory, "tick"), String(Date.now())), 40);
    await expect.poll(() => batches.slice(1), { timeout: 20_000 }).toContain(0);
    clearInterval(writing);
    stop.abort();
    await watching;
  });
});

describe("OpenCode", () => {
  let tools: string;

  beforeAll(async () => {
    tools = await mkdtemp(join(tmpdir(), "opencode-kit-tools-"));
  });

  afterEach(() => opened?.fake.close());
  afterAll(() => rm(tools, { recursive: true, force: true }));

  const command = async (name: string, script: string): Promise<string> => {
    const path = join(tools, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  };

  it("that never answers is told so in time", async () => {
    const { sandbox } = await open({ startMs: 1_500, command: await command("silent", "exec sleep 600") });
    await expect(sandbox.openAgent()).rejects.toMatchObject({ code: "agent_unavailable", retryable: true });
  });

  it("that is stopped while it starts is started no more", async () => {
    const { fake, sandbox } = await open({ command: await command("slow", "exec sleep 600") });
    await sandbox.openWorkspace();
    const opening = sandbox.openAgent();
    opening.catch(() => undefined);
    await expect.poll(() => readdir(`${fake.home}.kit`), { timeout: 10_000 }).toContain("boot");
    await sandbox.stop();
    await expect(opening).rejects.toMatchObject({ code: "sandbox_unavailable", retryable: true });
    expect(await readdir(`${fake.home}.kit`)).not.toContain("boot");
  });

  it("that ends at once is told so", async () => {
    const { sandbox } = await open({ command: await command("broken", "echo 'Segmentation fault' >&2; exit 1") });
    await expect(sandbox.openAgent()).rejects.toThrow("OpenCode ended before it answered");
  });

  it("that is not in the image is told so", async () => {
    const { sandbox } = await open({ command: "/nowhere/opencode" });
    await expect(sandbox.openAgent()).rejects.toThrow("not installed in the sandbox's image");
  });
});

describe("the agent in a container", () => {
  let all: OpenedFake;
  let sandbox: SandboxPort;
  let agent: AgentServer;

  beforeAll(async () => {
    all = await openFake();
    sandbox = all.sandbox;
    agent = await sandbox.openAgent();
  });

  afterAll(() => all?.fake.close());

  const pidOf = async (): Promise<number> => Number(readFileSync(`${all.fake.home}.kit/boot`, "utf8").split("\n")[1]);

  it("is found by an object that has forgotten it, and starts once for two", async () => {
    const session = await startSession(agent);
    const [one, two] = await Promise.all([all.again().openAgent(), all.again().openAgent()]);
    expect([one.bootId, two.bootId]).toEqual([agent.bootId, agent.bootId]);
    expect((await one.fetch(`/session/${session}`)).status).toBe(200);
    expect(all.fake.starts()).toBe(1);
  });

  it("has nothing of the container's own environment, and neither have its commands", async () => {
    const environment = readFileSync(`/proc/${await pidOf()}/environ`, "utf8");
    expect(environment).toContain("OPENCODE_SERVER_PASSWORD=");
    expect(environment).not.toContain("of-the-container-alone");
    await runShell(agent, "env > env.txt");
    expect(await new Response((await sandbox.readFile("env.txt")).body).text()).not.toContain("of-the-container-alone");
  });

  it("asks for its password", async () => {
    const port = readFileSync(`${all.fake.home}.kit/boot`, "utf8").split("\n")[3];
    expect((await fetch(`http://127.0.0.1:${port}/session`)).status).toBe(401);
  });

  it("is told from the container when either cannot answer", async () => {
    all.fake.answersNext(() => Response.json({ name: "Busy", data: {} }, { status: 503 }));
    expect((await agent.fetch("/session")).status).toBe(503);
    const body = { code: "CONTAINER_UNAVAILABLE", message: "m", context: {}, httpStatus: 503 };
    all.fake.answersNext(() => Response.json(body, { status: 503, headers: { "Retry-After": "10" } }));
    await expect(agent.fetch("/session")).rejects.toMatchObject({ code: "sandbox_starting" });
    all.fake.failsNext("containerFetch", undefined, "Network connection lost.");
    await expect(agent.fetch("/session")).rejects.toMatchObject({ code: "sandbox_lost" });
    expect((await agent.fetch("/session")).status).toBe(200);
  });

  it("lets go of a request and of a stream with their signal", async () => {
    await expect(agent.fetch("/session", { signal: AbortSignal.abort(new Error("gone")) })).rejects.toThrow("gone");
    const stop = new AbortController();
    const { body } = await agent.fetch("/event", { signal: stop.signal });
    const reader = body?.getReader();
    await reader?.read();
    stop.abort(new Error("gone"));
    const readOn = async (): Promise<void> => {
      while (reader !== undefined && !(await reader.read()).done);
    };
    await expect(readOn()).rejects.toThrow("gone");
  });

  it("leaves the workspace as it is where a backup cannot be fetched", async () => {
    await writeFile(join(agent.directory, "kept"), "");
    const backup = await sandbox.createBackup();
    await writeFile(join(agent.directory, "later"), "");
    all.fake.failsNext("restoreBackup", "BACKUP_RESTORE_FAILED");
    await expect(sandbox.restoreBackup(backup)).rejects.toMatchObject({ code: "backup_failed", retryable: true });
    expect(await readdir(agent.directory)).toEqual(expect.arrayContaining(["kept", "later"]));
    expect((await sandbox.openAgent()).bootId).toBe(agent.bootId);
    expect(backup.size).toBeGreaterThan(0);
    expect(await all.fake.backups()).toHaveLength(2);
    await sandbox.deleteBackup(backup);
    expect(await all.fake.backups()).toEqual([]);
  });

  it("starts anew when it has died, on the same disk", async () => {
    const { id } = await sandbox.openWorkspace();
    process.kill(await pidOf(), "SIGKILL");
    await expect
      .poll(() => agent.fetch("/session").catch((error: unknown) => error), { timeout: 10_000 })
      .toMatchObject({ code: "agent_unavailable", retryable: true });
    const next = await sandbox.openAgent();
    expect(next.bootId).not.toBe(agent.bootId);
    expect((await sandbox.openWorkspace()).id).toBe(id);
    agent = next;
  });

  it("starts anew with other settings", async () => {
    const config = JSON.stringify({ autoupdate: false, share: "disabled" });
    const other = await all.again({ agent: async () => ({ config }) }).openAgent();
    expect(other.bootId).not.toBe(agent.bootId);
    expect(other.model).toBeUndefined();
    agent = await sandbox.openAgent();
  });

  it("is told lost with its container, and starts anew on another disk", async () => {
    const { id } = await sandbox.openWorkspace();
    await all.fake.killContainer();
    await expect(postTo(agent, "/session")).rejects.toMatchObject({
      code: expect.stringMatching(/^(sandbox_lost|sandbox_starting|agent_unavailable)$/),
      retryable: true,
    });
    const next = await sandbox.openAgent();
    expect(next.bootId).not.toBe(agent.bootId);
    expect((await sandbox.openWorkspace()).id).not.toBe(id);
  });
});
