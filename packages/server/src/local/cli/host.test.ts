import type { ChildProcess } from "node:child_process";
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { localSandbox } from "../../sandbox/localSandbox.ts";
import { listenOnLoopback } from "../listenOnLoopback.ts";
import { processesOf } from "../tests/agentFixture.ts";

const ARGS = [
  "--conditions=@opencode-kit/source",
  "--disable-warning=ExperimentalWarning",
  fileURLToPath(new URL("host.ts", import.meta.url)),
];
const TOKEN = "a-token-that-stays-the-same";
const env = {
  PATH: process.env["PATH"] ?? "",
  OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
  OPENAI_MODEL: "some-model",
  OPENCODE_SANDBOX_TOKEN: TOKEN,
};

let folder: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
});

afterEach(async () => {
  child?.kill("SIGKILL");
  await vi.waitUntil(() => processesOf(folder).length === 0, { timeout: 8_000 });
  await rm(folder, { recursive: true, force: true });
});

/** Starts the command; resolves with all that it says until it has said the last line of its start. */
async function start(more: readonly string[] = []): Promise<string> {
  const host = spawn(process.execPath, [...ARGS, "--root", folder, ...more], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = host;
  let text = "";
  for await (const chunk of host.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.includes("isolation boundary")) return text;
  }
  throw new Error(`It ended early, and said: ${text}`);
}

describe("opencode-kit-host", () => {
  it("says where to put its address and token, which model answers, and that it isolates nothing", async () => {
    const text = await start();
    expect(text).toMatch(/\.dev\.vars[^]*^OPENCODE_SANDBOX_URL=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(text).toMatch(new RegExp(`^OPENCODE_SANDBOX_TOKEN=${TOKEN}$`, "m"));
    expect(text).toContain("some-model at http://127.0.0.1:1 answers.");
    expect(text).toMatch(/not an isolation boundary.*its commands ask first/);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends all that it started on %s, and keeps the workspaces",
    async (signal) => {
      const url = /OPENCODE_SANDBOX_URL=(.*)/.exec(await start())?.[1] ?? "";
      const sandbox = localSandbox({ url, token: TOKEN, name: "a" });
      const agent = await sandbox.openAgent();
      const config = (await (await agent.fetch("/config")).json()) as { readonly permission?: object };
      expect(config.permission).toMatchObject({ bash: "ask" });
      expect(processesOf(folder).length).toBeGreaterThan(1);
      const ended = new Promise((resolve) => child?.once("exit", resolve));
      child?.kill(signal);
      expect(await ended).toBe(signal === "SIGINT" ? 130 : 143);
      expect(processesOf(folder)).toEqual([]);
      expect(existsSync(join(folder, "sandboxes/a/workspace/.git"))).toBe(true);
      await expect(sandbox.listFiles()).rejects.toMatchObject({ code: "sandbox_unavailable" });
    },
  );

  it("leaves nobody waiting when it is killed, and nothing behind that runs", async () => {
    const url = /OPENCODE_SANDBOX_URL=(.*)/.exec(await start())?.[1] ?? "";
    const sandbox = localSandbox({ url, token: TOKEN, name: "a" });
    const agent = await sandbox.openAgent();
    const { body } = await agent.fetch("/event");
    const watch = sandbox.watchFiles(new AbortController().signal)[Symbol.asyncIterator]();
    expect(await watch.next()).toEqual({ done: false, value: [] });
    const unavailable = { code: "sandbox_unavailable", retryable: true };
    await Promise.all([
      expect(watch.next()).rejects.toMatchObject(unavailable),
      expect(new Response(body).text()).rejects.toThrow("terminated"),
      child?.kill("SIGKILL"),
    ]);
    await expect(sandbox.openWorkspace()).rejects.toMatchObject(unavailable);
    await expect(sandbox.createBackup()).rejects.toMatchObject(unavailable);
    await expect(agent.fetch("/session")).rejects.toMatchObject(unavailable);
    await expect.poll(() => processesOf(folder), { timeout: 8_000 }).toEqual([]);
  });

  it("lets commands run where it is told to, on the port that it is told", async () => {
    const server = createServer();
    const port = await listenOnLoopback(server);
    await new Promise((resolve) => server.close(resolve));
    const text = await start(["--allow-commands", "--port", String(port), "--model", "openai-compatible/other"]);
    expect(text).toMatch(/other at .* answers\.[^]*its commands run without asking/);
    const sandbox = localSandbox({ url: `http://127.0.0.1:${port}`, token: TOKEN, name: "a" });
    const agent = await sandbox.openAgent();
    const config = (await (await agent.fetch("/config")).json()) as { readonly permission?: object };
    expect(config.permission).toMatchObject({ bash: "allow", webfetch: "ask" });
  });

  it("explains itself", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [...ARGS, "--help"], { env });
    expect(stdout).toMatch(/--root[^]*--port[^]*--allow-commands[^]*isolates nothing/);
  });

  it.each([
    [["--port", "many"], {}, "--port is not a number from 0 to 65535: many"],
    [["--port", "70000"], {}, "--port is not a number"],
    [["--root="], {}, "--root needs a folder"],
    [["--model", "gpt"], {}, "--model is not PROVIDER/MODEL: gpt"],
    [["--dance"], {}, "--dance"],
    [["extra"], {}, "extra"],
    [["--root", "made"], { OPENCODE_SANDBOX_TOKEN: "short" }, "too weak: use 16 or more"],
    [["--root", "made"], { OPENAI_BASE_URL: "", OPENAI_MODEL: "" }, "ANTHROPIC_API_KEY"],
  ])("says what to do about %j with %j", async (args, more, message) => {
    const options = { env: { ...env, ...more }, cwd: folder };
    await expect(promisify(execFile)(process.execPath, [...ARGS, ...args], options)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(message),
    });
    expect(existsSync(join(folder, "made"))).toBe(false);
  });

  it("names a port that is taken", async () => {
    const server = createServer();
    const port = await listenOnLoopback(server);
    const args = [...ARGS, "--root", folder, "--port", String(port)];
    await expect(promisify(execFile)(process.execPath, args, { env })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`port ${port} of 127.0.0.1: end what uses it, or choose another port.`),
    });
    await new Promise((resolve) => server.close(resolve));
  });
});
