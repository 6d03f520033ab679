import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "vite";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_MODELS } from "../providers/defaultModels.ts";
import type { RunningLocalSandbox, ScriptedServer } from "./startLocalSandbox.ts";
import { startLocalSandbox } from "./startLocalSandbox.ts";

let local: RunningLocalSandbox | undefined;

afterEach(() => local?.close());

function scripted(): ScriptedServer {
  return { baseUrl: "http://127.0.0.1:1/v1", model: "scripted", close: vi.fn<() => Promise<void>>(async () => {}) };
}

function rootOf(lines: readonly string[]): string {
  return /Workspaces are in (.*)\.$/m.exec(lines.join("\n"))?.[1] ?? "";
}

describe("startLocalSandbox", () => {
  it("runs the scripted model where the environment names none, and says what it is", async () => {
    const lines: string[] = [];
    const model = scripted();
    local = await startLocalSandbox({ env: {}, scripted: async () => model, log: (line) => void lines.push(line) });
    expect(local.model).toBeUndefined();
    expect(local.vars.OPENCODE_SANDBOX_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(lines.join("\n")).toMatch(/no AI[^]*not an isolation boundary/);
    const root = rootOf(lines);
    expect(existsSync(root)).toBe(true);
    await local.close();
    expect(existsSync(root)).toBe(false);
    expect(model.close).toHaveBeenCalled();
  });

  it("uses the model that the environment names, keeping its key to itself", async () => {
    const lines: string[] = [];
    const start = vi.fn<() => Promise<ScriptedServer>>(async () => scripted());
    const env = {
      OPENAI_BASE_URL: "https://models.example/v1",
      OPENAI_API_KEY: "sk-hidden",
      OPENAI_MODEL: "some-model",
    };
    local = await startLocalSandbox({ env, scripted: start, log: (line) => void lines.push(line) });
    expect(local.model).toBe("some-model");
    expect(start).not.toHaveBeenCalled();
    expect(lines.join("\n")).toContain("some-model at https://models.example answers.");
    expect(lines.join("\n")).not.toContain("sk-hidden");
  });

  it("uses Anthropic's default model where the environment has its key alone", async () => {
    const lines: string[] = [];
    const start = vi.fn<() => Promise<ScriptedServer>>(async () => scripted());
    local = await startLocalSandbox({
      env: { ANTHROPIC_API_KEY: "sk-hidden" },
      scripted: start,
      log: (line) => void lines.push(line),
    });
    expect(local.model).toBe(DEFAULT_MODELS.anthropic.model);
    expect(start).not.toHaveBeenCalled();
    expect(lines.join("\n")).toContain(`${DEFAULT_MODELS.anthropic.model} at Anthropic answers.`);
    expect(lines.join("\n")).not.toContain("sk-hidden");
  });

  it("names a variable that is wrong before anything runs", async () => {
    const start = vi.fn<() => Promise<ScriptedServer>>(async () => scripted());
    await expect(
      startLocalSandbox({ env: { OPENAI_BASE_URL: "http://127.0.0.1:1/v1" }, scripted: start }),
    ).rejects.toThrow(/OPENAI_MODEL/);
    expect(start).not.toHaveBeenCalled();
  });

  it("keeps a folder that it was given", async () => {
    const root = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
    local = await startLocalSandbox({ root, env: {}, scripted: async () => scripted(), log: () => {} });
    await local.close();
    expect(existsSync(root)).toBe(true);
    await rm(root, { recursive: true });
  });

  it("ends with Vite's server, whose pages the workspaces do not reload", async () => {
    local = await startLocalSandbox({ env: {}, scripted: async () => scripted(), log: () => {} });
    const { OPENCODE_SANDBOX_URL: url } = local.vars;
    const vite = await createServer({
      configFile: false,
      logLevel: "silent",
      plugins: [local.plugin],
      server: { port: 0, host: "127.0.0.1" },
    });
    expect(vite.config.server.watch?.ignored).toEqual([expect.stringMatching(/opencode-kit-.*\/\*\*$/)]);
    await vite.listen();
    expect((await fetch(url)).status).toBe(401);
    await vite.close();
    await expect
      .poll(() =>
        fetch(url).then(
          () => "answers",
          () => "gone",
        ),
      )
      .toBe("gone");
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends in order on %s", async (signal, expected) => {
    const program = `
      import { startLocalSandbox } from ${JSON.stringify(new URL("./startLocalSandbox.ts", import.meta.url).href)};
      await startLocalSandbox({ env: {}, scripted: async () => ({ baseUrl: "http://127.0.0.1:1/v1", model: "m", close: async () => console.log("model closed") }) });
      console.log("ready");
    `;
    const args = ["--conditions=@opencode-kit/source", "--input-type=module", "--eval", program];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
    await vi.waitFor(() => expect(lines).toContain("ready"), { timeout: 10_000 });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    expect(await ended).toBe(expected);
    expect(lines).toContain("model closed");
    expect(existsSync(rootOf(lines))).toBe(false);
  });
});
