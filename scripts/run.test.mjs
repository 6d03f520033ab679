import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";

const RUN = new URL("run.mjs", import.meta.url).href;

/** A program that ignores requests to end and starts two more of the kind, one of them in a group of its own. */
const STUBBORN = `
  const { spawn } = require("node:child_process");
  process.on("SIGTERM", () => {});
  setInterval(() => {}, 1000);
  const pids = [process.pid];
  if (process.argv[1] !== "leaf") {
    for (const detached of [false, true]) {
      pids.push(spawn(process.execPath, ["-e", process.env.STUBBORN, "leaf"], { detached, stdio: "ignore" }).pid);
    }
    console.log("pids " + pids.join(" "));
    if (process.env.LEAVES === "yes") setTimeout(() => process.exit(0), 200);
  }
`;

/** Starts a command whose work is to run the stubborn program. */
async function start({ leaves = "no", deadlineMs } = {}) {
  const work = `
    const { main, run } = await import(${JSON.stringify(RUN)});
    await main(async () => {
      const options = { deadlineMs: ${deadlineMs} };
      const ended = await run(process.execPath, ["-e", process.env.STUBBORN], options);
      console.log("ended " + JSON.stringify(ended));
      return 0;
    });`;
  const command = spawn(process.execPath, ["--input-type=module", "-e", work], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: { ...process.env, STUBBORN, LEAVES: leaves },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  command.stdout.on("data", (chunk) => (output += chunk));
  while (!/pids \d+ \d+ \d+\n/.test(output)) await sleep(20);
  const pids = /pids (.*)/.exec(output)[1].split(" ").map(Number);
  const ended = once(command, "exit").then(([code]) => ({ code, output }));
  return { command, pids, ended };
}

function alive(pids) {
  return pids.filter((pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });
}

describe.skipIf(process.platform === "win32")(
  "a program and what it started",
  { concurrent: true, timeout: 60_000 },
  () => {
    test.each([
      ["SIGINT", 130],
      ["SIGTERM", 143],
      ["SIGHUP", 129],
    ])("end on %s, which the exit code tells", async (signal, code) => {
      const { command, pids, ended } = await start();
      expect(alive(pids)).toEqual(pids);
      command.kill(signal);
      expect((await ended).code).toBe(code);
      await vi.waitFor(() => expect(alive(pids)).toEqual([]), 5_000);
    });

    test("end at the deadline", async () => {
      const { pids, ended } = await start({ deadlineMs: 500 });
      const { code, output } = await ended;
      expect(code).toBe(0);
      expect(output).toContain('"timedOut":true');
      await vi.waitFor(() => expect(alive(pids)).toEqual([]), 5_000);
    });

    test("end with the program, and are counted", async () => {
      const { pids, ended } = await start({ leaves: "yes" });
      expect((await ended).output).toContain('"left":2');
      await vi.waitFor(() => expect(alive(pids)).toEqual([]), 5_000);
    });
  },
);
