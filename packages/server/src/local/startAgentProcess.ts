import { spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { agentEnvironment } from "./agentEnvironment.ts";
import { freePort } from "./freePort.ts";
import { endProcesses } from "./processes.ts";
import type { Reaper } from "./startReaper.ts";
import { diskFull } from "./toDiskError.ts";
import type { Workspace } from "./workspace.ts";

const START_MS = 60_000;
const POLL_MS = 75;
const PORT_ATTEMPTS = 3;
/** Lines of the agent's error output that are kept for the log. */
const KEPT_LINES = 20;

export type AgentProcess = {
  readonly bootId: string;
  readonly pid: number;
  readonly port: number;
  readonly version: string;
  /** The value of the header `Authorization` that the agent asks for. */
  readonly authorization: string;
  /** Resolves when the process has ended, whatever ended it. */
  readonly ended: Promise<void>;
  /** Ends it and all that it started. */
  stop(): Promise<void>;
};

export type AgentProcessOptions = {
  readonly binary: string;
  readonly ripgrep: string;
  readonly workspace: Workspace;
  /** `OPENCODE_CONFIG_CONTENT`. */
  readonly config: string;
  readonly reaper: Reaper;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal;
  /** Time until it must answer, in ms. Default: 60,000. */
  readonly startMs?: number;
};

/**
 * Starts `opencode serve` in the workspace and waits until it answers. Throws `agent_unavailable` when it ends before,
 * or does not answer in time, and `disk_full`.
 */
export async function startAgentProcess(options: AgentProcessOptions): Promise<AgentProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return await startOn(port, options);
    } catch (error) {
      // Between finding a free port and the agent's listening on it another process can take it.
      if (!(error instanceof PortTaken) || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

class PortTaken extends OpenCodeKitError {}

async function startOn(port: number, options: AgentProcessOptions): Promise<AgentProcess> {
  const { binary, ripgrep, workspace, config, reaper, log, signal, startMs = START_MS } = options;
  signal?.throwIfAborted();
  const bootId = randomUUID();
  const password = randomBytes(24).toString("base64url");
  const authorization = `Basic ${Buffer.from(`opencode:${password}`).toString("base64")}`;

  const child = spawn(binary, ["serve", "--port", String(port), "--hostname", "127.0.0.1"], {
    cwd: workspace.directory,
    env: agentEnvironment({ home: workspace.home, config, password, mark: bootId, ripgrep }),
    // A process group of its own: Ctrl-C must not reach it before the host has ended it in order.
    detached: process.platform !== "win32",
    stdio: ["ignore", "ignore", "pipe"],
    windowsHide: true,
  });
  const pid = child.pid;
  const lines: string[] = [];
  let rest = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = (parts.pop() ?? "").slice(-2000);
    lines.push(...parts.filter((line) => line.trim() !== ""));
    lines.splice(0, lines.length - KEPT_LINES);
  });

  let how = "";
  const exited = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      how = error.message;
      resolve();
    });
    child.once("exit", (code, name) => {
      how = name === null ? `with exit code ${code}` : `by ${name}`;
      resolve();
    });
  });
  if (pid === undefined) {
    await exited;
    throw new OpenCodeKitError("agent_unavailable", `OpenCode could not be started (${how}): run "npm install" again.`);
  }
  reaper.watch(pid, bootId);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= endProcesses(pid, bootId).then(() => reaper.forget(pid)));

  let hasExited = false;
  void exited.then(() => {
    hasExited = true;
    // Commands that it started live on when it dies.
    return stop();
  });
  const deadline = Date.now() + startMs;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const version = await readVersion(port, authorization);
      if (version !== undefined && !hasExited)
        return { bootId, pid, port, version, authorization, ended: exited, stop };
      if (hasExited) throw exitError(port, how, [...lines, rest], log);
      if (Date.now() > deadline) {
        const message = `OpenCode did not answer within ${Math.round(startMs / 1000)} seconds: try again, and look at the log of the sandbox host.`;
        throw new OpenCodeKitError("agent_unavailable", message, { retryable: true });
      }
      await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, POLL_MS))]);
    }
  } catch (error) {
    await stop();
    throw error;
  }
}

function exitError(port: number, how: string, lines: readonly string[], log: (line: string) => void): OpenCodeKitError {
  const output = lines.map((line) => line.trim()).filter((line) => line !== "");
  // OpenCode's whole answer to a port that is taken.
  if (output.some((line) => /ServeError|EADDRINUSE/.test(line))) {
    return new PortTaken("agent_unavailable", `OpenCode could not listen on port ${port}: try again.`, {
      retryable: true,
    });
  }
  if (output.some((line) => /ENOSPC|No space left on device|disk is full/.test(line)))
    return diskFull(output.join("\n"));
  log(`OpenCode ended ${how} before it answered. Its last output:`);
  for (const line of output) log(`  ${line}`);
  const message = `OpenCode ended ${how} before it answered: look at the log of the sandbox host for its last output.`;
  return new OpenCodeKitError("agent_unavailable", message, { retryable: true });
}

async function readVersion(port: number, authorization: string): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/global/health`, {
      headers: { authorization },
      // It was seen to take a request in its first moments and never answer it.
      signal: AbortSignal.timeout(1000),
    });
    const health: unknown = await response.json();
    const isHealthy = response.ok && typeof health === "object" && health !== null && "version" in health;
    return isHealthy ? String(health.version) : undefined;
  } catch {
    return undefined;
  }
}
