import { spawn } from "node:child_process";
import type { ExecOptions, ExecResult } from "@cloudflare/sandbox";

/** What a container has in its own environment; none of it is for the agent. */
const ENVIRONMENT = { PATH: process.env["PATH"], HOME: "/root", SANDBOX_SECRET: "of-the-container-alone" };

/** Runs a command in a fresh shell, as the SDK does without a default session. Its output is text, without NUL. */
export function fakeExec(command: string, disk: string, options: ExecOptions = {}): Promise<ExecResult> {
  const { timeout = 600_000, env = {}, cwd = disk } = options;
  const startedAt = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", command], { cwd, env: { ...ENVIRONMENT, ...env }, detached: true });
    const output: { readonly stdout: Buffer[]; readonly stderr: Buffer[] } = { stdout: [], stderr: [] };
    child.stdout.on("data", (data: Buffer) => output.stdout.push(data));
    child.stderr.on("data", (data: Buffer) => output.stderr.push(data));
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, timeout);
    child.once("error", reject);
    // Also a child in the background that still holds the output keeps a command waiting.
    child.once("close", (code) => {
      clearTimeout(timer);
      const [stdout, stderr] = [output.stdout, output.stderr].map((each) =>
        Buffer.concat(each).toString().replaceAll("\0", ""),
      );
      resolve({
        success: code === 0,
        exitCode: code ?? 124,
        stdout: stdout ?? "",
        stderr: stderr ?? "",
        command,
        duration: Date.now() - startedAt,
        timestamp: new Date(startedAt).toISOString(),
      });
    });
  });
}
