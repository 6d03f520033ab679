/** Runs programs so that none of them, and nothing that they start, outlives this process. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { constants } from "node:os";
import { endTree } from "./run/endTree.mjs";
import { onParentEnd } from "./run/onParentEnd.mjs";

const MARK = "OPENCODE_KIT_RUN";

// A terminal's Ctrl-C arrives from the terminal and from npm; only a later one is a second press.
const SECOND_PRESS_MS = 1_000;
const END_MS = 3_000;
const ASK_MS = 1_000;
const LEAVE_MS = 2_000;

const running = new Set();
const ending = new AbortController();

/** Aborted, with the signal's name as its reason, once this process was asked to end. */
export const endSignal = ending.signal;

/**
 * Runs a program to its end and then ends what it left behind. `timedOut` says that it was ended at its deadline.
 */
export async function run(command, args, { cwd, env = process.env, deadlineMs, stdin = "ignore" } = {}) {
  endSignal.throwIfAborted();
  const mark = randomUUID();
  const marks = [process.env[MARK], mark].filter(Boolean).join(":");
  const child = spawn(command, args, {
    cwd,
    env: { ...env, ...(cwd === undefined ? {} : { PWD: cwd }), [MARK]: marks },
    stdio: [stdin, "inherit", "inherit"],
    detached: process.platform !== "win32",
  });
  const program = { child, mark };
  running.add(program);
  let timedOut = false;
  const timer =
    deadlineMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          void endProgram(program);
        }, deadlineMs);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (status, signal) => resolve(status ?? 128 + (constants.signals[signal] ?? 0)));
    });
    // A helper may need a moment after its program's own end, but not where everything shall end.
    const graceMs = timedOut || endSignal.aborted ? 0 : LEAVE_MS;
    const left = await endTree({ group: child.pid, mark, graceMs, askMs: ASK_MS });
    return { code, timedOut, left: left.length };
  } finally {
    clearTimeout(timer);
    running.delete(program);
  }
}

/** The program itself is asked first, so that it can end its own children in order. */
async function endProgram({ child, mark }) {
  child.kill("SIGTERM");
  await endTree({ group: child.pid, mark, graceMs: END_MS, askMs: ASK_MS });
}

/**
 * Runs a command's `work`, which returns the exit code, and ends this process. A signal, or the end of the npm that
 * started it, ends everything first.
 */
export async function main(work) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => end(signal));
  process.on("exit", killAll);
  // A shell's child may outlive its shell on purpose; a child of npm has nobody left to end it.
  if (process.env.npm_lifecycle_event !== undefined) onParentEnd(() => end("SIGTERM"));
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!endSignal.aborted) {
      console.error(error.name === "SetupError" ? `\n${error.message}` : error);
      process.exitCode = 1;
    }
  }
  if (endSignal.aborted) {
    await Promise.all([...running].map(endProgram));
    process.exitCode = 128 + constants.signals[endSignal.reason];
  }
  process.exit();
}

let endedAt = 0;

function end(signal) {
  if (endSignal.aborted) {
    if (Date.now() - endedAt > SECOND_PRESS_MS) process.exit(128 + constants.signals[signal]);
    return;
  }
  endedAt = Date.now();
  ending.abort(signal);
  for (const program of running) void endProgram(program);
}

/** The last resort, when there is no time to ask. */
function killAll() {
  for (const { child } of running) {
    try {
      if (process.platform === "win32") child.kill();
      else process.kill(-child.pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}
