import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { processesOf } from "./agentFixture.ts";

const local = new URL("../startSandboxHost.ts", import.meta.url).href;
const port = new URL("../../sandbox/localSandbox.ts", import.meta.url).href;

/** A host whose agent runs a command, with a part of it in the background. */
const HOST = `
import { startSandboxHost } from ${JSON.stringify(local)};
import { localSandbox } from ${JSON.stringify(port)};
const host = await startSandboxHost({ root: process.argv[1], keep: false, model: { baseUrl: "http://127.0.0.1:1/v1", model: "none" } });
const agent = await localSandbox({ url: host.url, token: host.token, name: "killed" }).openAgent();
const post = (path, body) => agent.fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const { id } = await (await post("/session", {})).json();
void post("/session/" + id + "/shell", { agent: "build", command: "(sleep 63 &) ; sleep 64" });
console.log("ready");
`;

describe("a host that is killed", () => {
  it("leaves no process and no folder behind", async () => {
    const root = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
    const args = ["--conditions=@opencode-kit/source", "--input-type=module", "--eval", HOST, root];
    const host = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: host.stdout }).once("line", () => resolve());
      host.once("exit", (code) => reject(new Error(`The host ended with ${code}`)));
    });
    // The host itself, the agent, its shell and two commands.
    await expect.poll(() => processesOf(root).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(4);
    host.kill("SIGKILL");
    await expect.poll(() => processesOf(root), { timeout: 8_000 }).toEqual([]);
    await expect.poll(() => existsSync(root), { timeout: 4_000 }).toBe(false);
  });
});
