import { existsSync, readFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localSandbox } from "../../sandbox/localSandbox.ts";
import type { WorkspaceChange, SandboxPort } from "../../sandbox/SandboxPort.ts";
import type { AgentServer } from "@opencode-kit/client/source";
import type { ScriptedModel } from "../../testing/index.ts";
import { SCRIPTED_PERMISSION, startScriptedModel } from "../../testing/index.ts";
import type { SandboxHost } from "../startSandboxHost.ts";
import { startSandboxHost } from "../startSandboxHost.ts";
import { AgentDriver, processesOf } from "./agentFixture.ts";

const KEY = "sk-the-host-alone-knows";

let root: string;
let model: ScriptedModel;
let host: SandboxHost;
let sandbox: SandboxPort;
let agent: AgentServer;
let opened: readonly [AgentServer, AgentServer];
let driver: AgentDriver;
const changes: WorkspaceChange[] = [];
const log: string[] = [];
const watch = new AbortController();

const inWorkspace = (path: string): string => join(agent.directory, path);

beforeAll(async () => {
  process.env["OPENAI_API_KEY"] = KEY;
  root = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
  model = await startScriptedModel({ pace: "fast", apiKey: KEY });
  host = await startSandboxHost({
    root,
    keep: false,
    model: { baseUrl: model.baseUrl, model: model.model, apiKey: KEY, scripted: true },
    permission: { bash: SCRIPTED_PERMISSION },
    template: { "notes/plan.md": "# Plan\n" },
    log: (line) => void log.push(line),
  });
  sandbox = localSandbox({ url: host.url, token: host.token, name: "real" });
  opened = await Promise.all([sandbox.openAgent(), sandbox.openAgent()]);
  agent = opened[0];
  void (async () => {
    for await (const batch of sandbox.watchFiles(watch.signal)) changes.push(...batch);
  })();
  driver = new AgentDriver(agent);
  await driver.follow();
});

afterAll(async () => {
  delete process.env["OPENAI_API_KEY"];
  watch.abort();
  driver?.end();
  await host?.close();
  await model?.close();
});

describe("the real agent with the scripted model", () => {
  it("starts once for all who open it at the same time", async () => {
    expect(opened[1].bootId).toBe(opened[0].bootId);
    expect((await sandbox.openAgent()).bootId).toBe(agent.bootId);
  });

  it("tells what it is", () => {
    expect(agent).toMatchObject({
      model: "scripted/scripted",
      scripted: true,
      version: expect.stringMatching(/^\d+\./),
    });
    expect(readFileSync(inWorkspace("notes/plan.md"), "utf8")).toBe("# Plan\n");
  });

  it("builds a library whose test fails, is fixed and passes", async () => {
    const { sessionId, asked, error } = await driver.prompt("Build a small TypeScript library (slugify) with a test");
    expect([asked, error]).toEqual([[], undefined]);
    const tools = await driver.tools(sessionId);
    const commands = tools.filter(({ tool }) => tool === "bash");
    expect(commands.map(({ exit }) => exit)).toEqual([1, 0]);
    expect(commands.at(-1)?.output).toMatch(/fail 0/);
    expect(tools.map(({ tool }) => tool)).toContain("edit");
    expect(tools.every(({ status }) => status === "completed")).toBe(true);
    expect(await driver.answer(sessionId)).toContain("```ts");

    const messages = (await driver.get(`/session/${sessionId}/message`)) as readonly { info: { summary?: unknown } }[];
    expect(JSON.stringify(messages[0]?.info.summary)).toContain("src/slugify.ts");
    const { entries } = await sandbox.listFiles();
    expect(entries.map(({ path }) => path)).toEqual(expect.arrayContaining(["src", "src/slugify.ts", "package.json"]));
    await expect
      .poll(() => changes)
      .toContainEqual({
        type: "set",
        entry: expect.objectContaining({ path: "src/slugify.ts", kind: "file", size: expect.any(Number) }),
      });
  });

  it("writes the CSV file that was asked for, showing its output as it grows", async () => {
    const from = driver.events.length;
    const { sessionId, asked } = await driver.prompt("Write a year of sales to figures.csv");
    expect(asked).toEqual([]);
    const outputs = driver.events.slice(from).flatMap(({ type, properties }) => {
      const part =
        type === "message.part.updated"
          ? (properties["part"] as { state?: { status: string; metadata?: { output?: string } } })
          : {};
      return part.state?.status === "running" && part.state.metadata?.output !== undefined
        ? [part.state.metadata.output]
        : [];
    });
    expect(new Set(outputs).size).toBeGreaterThan(3);
    expect((await driver.tools(sessionId)).filter(({ tool }) => tool === "bash").every(({ exit }) => exit === 0)).toBe(
      true,
    );
    const { body, size } = await sandbox.readFile("figures.csv");
    const bytes = Buffer.from(await new Response(body).arrayBuffer());
    expect(bytes.length).toBe(size);
    expect(bytes.equals(readFileSync(inWorkspace("figures.csv")))).toBe(true);
    expect(bytes.toString().trim().split("\n").length).toBeGreaterThan(150);
    expect(await sandbox.statFile("figures.csv")).toMatchObject({ path: "figures.csv", kind: "file", size });
  });

  it("asks before it runs a command that is not allowed", async () => {
    const { sessionId, asked } = await driver.prompt("Clean the build folder", { reply: "once" });
    expect(asked).toEqual([
      expect.objectContaining({ permission: "bash", patterns: expect.arrayContaining(["rm -rf build"]) }),
    ]);
    expect((await driver.tools(sessionId)).map(({ tool, exit }) => [tool, exit])).toEqual([["bash", 0]]);
    await expect
      .poll(() => changes.some((change) => change.type === "set" && change.entry.path === "build/stamp.txt"))
      .toBe(true);
  });

  it("goes on with what the person said when refused", async () => {
    const { sessionId } = await driver.prompt("Clean the build folder", { reply: "reject", message: "Keep it." });
    expect((await driver.tools(sessionId)).map(({ status }) => status)).toEqual(["error"]);
    expect(await driver.answer(sessionId)).toContain("Keep it.");
  });

  it("reports a refused key as an error of the run", async () => {
    const { error } = await driver.prompt("Show me a provider error");
    expect(error).toMatchObject({ name: "APIError", data: { statusCode: 401, isRetryable: false } });
  });

  it("never has the model's key, nor the host's token", async () => {
    const config = JSON.stringify(await driver.get("/config"));
    const [pid] = processesOf(root);
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
    expect(environment).toContain("OPENCODE_SERVER_PASSWORD");
    for (const text of [config, environment])
      for (const secret of [KEY, host.token]) expect(text).not.toContain(secret);
  });

  it("works in its own folder whatever folder is asked for", async () => {
    const path = (await driver.get(`/path?directory=${encodeURIComponent(tmpdir())}`)) as { directory: string };
    expect(path.directory).toBe(agent.directory);
  });

  it("does not fetch packages at its start", () => {
    expect(existsSync(join(root, "sandboxes/real/home/.config/opencode/node_modules/@opencode-ai"))).toBe(false);
  });

  it("starts again after it was killed, with another bootId and without what it had started", async () => {
    const { id } = await driver.post("/session");
    void driver
      .post(`/session/${String(id)}/shell`, { agent: "build", command: "sleep 61 & sleep 62" })
      .catch(() => {});
    await expect.poll(() => processesOf(root).length, { timeout: 10_000 }).toBeGreaterThan(2);
    const listed = (await sandbox.listProcesses?.()) ?? [];
    const sleeping = listed.find(({ command }) => command === "sleep 61");
    expect(sleeping).toMatchObject({ pid: expect.any(Number), parentPid: expect.any(Number), cwd: "." });
    expect(Math.abs(Date.now() - (sleeping?.startedAt ?? 0))).toBeLessThan(60_000);
    expect(listed.some(({ command }) => command.includes("serve --port"))).toBe(false);
    const [pid = 0] = processesOf(root);
    process.kill(pid, "SIGKILL");
    await expect.poll(() => processesOf(root), { timeout: 5_000 }).toEqual([]);
    await expect(agent.fetch("/session")).rejects.toMatchObject({ code: "agent_unavailable", retryable: true });
    const again = await sandbox.openAgent();
    expect(again.bootId).not.toBe(agent.bootId);
    expect((await again.fetch(`/session/${String(id)}`)).status).toBe(200);
    expect(log.join("\n")).toContain("has ended; the next use starts it again");
  });

  it("ends a run in an error when the model cannot be reached", async () => {
    await model.close();
    driver.end();
    driver = new AgentDriver(await sandbox.openAgent());
    await driver.follow();
    const { error } = await driver.prompt("Hello");
    expect(error).toMatchObject({
      name: "APIError",
      data: { statusCode: 424, message: expect.stringContaining("cannot be reached") },
    });
  });

  it("leaves no process and no folder behind", async () => {
    watch.abort();
    driver.end();
    await host.close();
    expect(processesOf(root)).toEqual([]);
    expect(existsSync(root)).toBe(false);
    await expect(sandbox.openAgent()).rejects.toMatchObject({ code: "sandbox_unavailable", retryable: true });
  });
});
