import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AgentProcess } from "./startAgentProcess.ts";
import { startAgentProcess } from "./startAgentProcess.ts";
import type { Reaper } from "./startReaper.ts";

let folder: string;
let log: string[];
let watched: Set<number>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
  log = [];
  watched = new Set();
});

afterEach(() => rm(folder, { recursive: true }));

/** Starts a program of ours in the place of OpenCode. */
async function start(program: string, startMs = 20_000, signal?: AbortSignal): Promise<AgentProcess> {
  const binary = join(folder, "opencode");
  await writeFile(binary, `#!${process.execPath}\n${program}`);
  await chmod(binary, 0o755);
  const workspace = { directory: join(folder, "workspace"), home: join(folder, "home") };
  await mkdir(workspace.directory, { recursive: true });
  const reaper: Reaper = {
    watch: (group) => void watched.add(group),
    forget: (group) => void watched.delete(group),
    removeAtEnd: () => {},
    close: async () => {},
  };
  return startAgentProcess({
    binary,
    ripgrep: "/nowhere/rg",
    workspace,
    config: "{}",
    reaper,
    log: (line) => void log.push(line),
    startMs,
    ...(signal === undefined ? {} : { signal }),
  });
}

const HEALTHY = `require("http").createServer((q, r) => r.end('{"healthy":true,"version":"9.9.9"}')).listen(process.argv[4], "127.0.0.1");`;

/** Whether a process runs. One that ended, but that its parent has not collected, does not. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

describe("startAgentProcess", () => {
  it("fails at once when the agent ends, with its last words in the log", async () => {
    const began = Date.now();
    await expect(start(`console.error("no such thing"); process.exit(3)`)).rejects.toMatchObject({
      code: "agent_unavailable",
      message: expect.stringContaining("ended with exit code 3 before it answered"),
    });
    expect(Date.now() - began).toBeLessThan(5000);
    expect(log.join("\n")).toContain("no such thing");
    expect(watched.size).toBe(0);
  });

  it("names a full disk as the cause", async () => {
    const program = `console.error("SQLiteError: database or disk is full"); process.exit(1)`;
    await expect(start(program)).rejects.toMatchObject({ code: "disk_full" });
  });

  it("says so when the program cannot be run at all", async () => {
    const workspace = { directory: folder, home: folder };
    const reaper: Reaper = { watch: () => {}, forget: () => {}, removeAtEnd: () => {}, close: async () => {} };
    const options = { binary: join(folder, "none"), ripgrep: "/rg", workspace, config: "", reaper, log: () => {} };
    await expect(startAgentProcess(options)).rejects.toMatchObject({
      code: "agent_unavailable",
      message: expect.stringContaining(`run "npm install" again`),
    });
  });

  it("gives up at its deadline and ends a program that ignores SIGTERM", async () => {
    const program = `process.on("SIGTERM", () => {}); require("fs").writeFileSync(process.env.HOME + ".pid", String(process.pid)); setInterval(() => {}, 1000)`;
    await expect(start(program, 800)).rejects.toMatchObject({
      code: "agent_unavailable",
      retryable: true,
      message: expect.stringContaining("did not answer within 1 seconds"),
    });
    expect(watched.size).toBe(0);
  });

  it("tries another port when its own was taken meanwhile", async () => {
    const taken = `const fs = require("fs"), file = process.env.HOME + ".tried"; if (!fs.existsSync(file)) { fs.writeFileSync(file, ""); console.error("Error: Unexpected error\\n\\nServeError"); process.exit(1); }`;
    const agent = await start(`${taken}${HEALTHY}`);
    expect(agent.version).toBe("9.9.9");
    await agent.stop();
  });

  it("ends what the agent started, in groups of their own, when it stops and when it dies", async () => {
    const child = `const c = require("child_process").spawn("sleep", ["60"], { detached: true, stdio: "ignore" }); require("fs").writeFileSync(process.env.HOME + ".pid", String(c.pid));`;
    for (const end of ["stop", "die"] as const) {
      const agent = await start(child + HEALTHY);
      const pid = Number(await readFile(join(folder, "home.pid"), "utf8"));
      expect(isAlive(pid)).toBe(true);
      if (end === "stop") await agent.stop();
      else process.kill(agent.pid, "SIGKILL");
      await agent.ended;
      await expect.poll(() => isAlive(pid)).toBe(false);
      await expect.poll(() => watched.size).toBe(0);
    }
  });

  it("shows the agent nothing of this environment", async () => {
    process.env["KIT_TEST_SECRET"] = "hidden";
    const program = `require("fs").writeFileSync(process.env.HOME + ".env", JSON.stringify(process.env));${HEALTHY}`;
    const agent = await start(program);
    const env = await readFile(join(folder, "home.env"), "utf8");
    delete process.env["KIT_TEST_SECRET"];
    await agent.stop();
    expect(env).not.toContain("hidden");
    expect(Object.keys(JSON.parse(env) as object)).toContain("OPENCODE_SERVER_PASSWORD");
  });

  it("ends a start that is no longer wanted", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("stopped")), 300);
    await expect(start("setInterval(() => {}, 1000)", 20_000, stop.signal)).rejects.toThrow("stopped");
    expect(watched.size).toBe(0);
  });
});
