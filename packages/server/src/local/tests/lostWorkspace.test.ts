import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localSandbox } from "../../sandbox/localSandbox.ts";
import type { SandboxPort } from "../../sandbox/SandboxPort.ts";
import type { SandboxHost } from "../startSandboxHost.ts";
import { startSandboxHost } from "../startSandboxHost.ts";
import { processesOf } from "./agentFixture.ts";

const MODEL = { baseUrl: "http://127.0.0.1:1/v1", model: "none" };
const LOST = { code: "sandbox_lost", retryable: true, message: expect.stringContaining("open the workspace again") };

let root: string;
let host: SandboxHost;
let sandbox: SandboxPort;

const start = async (): Promise<void> => {
  host = await startSandboxHost({ root, model: MODEL });
  sandbox = localSandbox({ url: host.url, token: host.token, name: "lost" });
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
  await start();
});

afterAll(async () => {
  await host?.close();
  await rm(root, { recursive: true, force: true });
});

describe("a workspace that is deleted under the agent", () => {
  it("is lost to every verb, ends the watch and the agent, and is made anew with another id", async () => {
    const { id, directory } = await sandbox.openWorkspace();
    await writeFile(join(directory, "file"), "");
    const agent = await sandbox.openAgent();
    const watch = sandbox.watchFiles(new AbortController().signal)[Symbol.asyncIterator]();
    expect(await watch.next()).toEqual({ done: false, value: [] });
    const next = watch.next();

    await Promise.all([rm(directory, { recursive: true }), expect(next).rejects.toMatchObject(LOST)]);
    await expect(sandbox.listFiles()).rejects.toMatchObject(LOST);
    await expect(sandbox.listFolder("")).rejects.toMatchObject(LOST);
    await expect(sandbox.statFile("file")).rejects.toMatchObject(LOST);
    await expect(sandbox.readFile("file")).rejects.toMatchObject(LOST);
    await expect(sandbox.createBackup()).rejects.toMatchObject(LOST);
    await expect(sandbox.listPorts()).rejects.toMatchObject(LOST);
    await expect(sandbox.openAgent()).rejects.toMatchObject(LOST);
    await expect.poll(() => processesOf(root), { timeout: 8_000 }).toEqual([]);
    await expect(agent.fetch("/session")).rejects.toMatchObject({ code: "agent_unavailable" });

    const made = await sandbox.openWorkspace();
    expect(made.id).not.toBe(id);
    expect(await sandbox.listFiles()).toEqual({ entries: [], truncated: false });
    expect((await sandbox.openAgent()).bootId).not.toBe(agent.bootId);
  });

  it("is lost too where that happened while no host ran", async () => {
    const { id, directory } = await sandbox.openWorkspace();
    await host.close();
    await start();
    expect(await sandbox.openWorkspace()).toEqual({ id, directory });
    await host.close();
    await rm(directory, { recursive: true });
    await start();
    expect((await sandbox.openWorkspace()).id).not.toBe(id);
    expect(existsSync(directory)).toBe(true);
  });
});
