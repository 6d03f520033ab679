import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const START_MS = 150_000;
const END_MS = 20_000;

export type Demo = {
  readonly url: string;
  /** Its data folder. */
  readonly data: string;
  /** Everything that the demo printed. */
  output(): string;
  /** Folder of a room's workspace. */
  workspace(room: string): string;
  /** Process ids of the running agents. */
  agents(): Promise<readonly number[]>;
  /** Ends it as a person would, and waits until nothing of it is left. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

/** Runs `npm start` with a data folder of its own. */
export async function startDemo(env: Readonly<Record<string, string>> = {}): Promise<Demo> {
  const data = await mkdtemp(join(tmpdir(), "oc-demo-"));
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: ROOT,
    env: {
      ...process.env,
      OPENAI_BASE_URL: "",
      OPENAI_API_KEY: "",
      OPENAI_MODEL: "",
      ANTHROPIC_API_KEY: "",
      CLOUDFLARE_API_KEY: "",
      CLOUDFLARE_GATEWAY_ID: "",
      OPENCODE_KIT_DATA: data,
      OPENCODE_KIT_PACE: "fast",
      OPENCODE_KIT_PORT: "0",
      NO_COLOR: "1",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));

  const url = await new Promise<string>((resolve, reject) => {
    const look = setInterval(() => {
      const found = /Local:\s+(http:\/\/[^\s]+)/.exec(output)?.[1];
      if (found !== undefined) done(() => resolve(found));
    }, 100);
    const timer = setTimeout(() => done(() => reject(new Error(`The demo did not start:\n${output}`))), START_MS);
    child.once("exit", (code) => done(() => reject(new Error(`The demo ended with ${code}:\n${output}`))));
    function done(then: () => void): void {
      clearInterval(look);
      clearTimeout(timer);
      then();
    }
  }).catch(async (error: unknown) => {
    child.kill("SIGTERM");
    await exited;
    await rm(data, { recursive: true, force: true });
    throw error;
  });

  return {
    url,
    data,
    output: () => output,
    workspace: (room) => join(data, "sandboxes", room, "workspace"),
    agents: () => findAgents(data),
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      const late = setTimeout(() => child.kill("SIGKILL"), END_MS);
      const code = await exited;
      clearTimeout(late);
      await gone(data);
      await rm(data, { recursive: true, force: true });
      await rm(`${env["OPENCODE_KIT_DATA"] ?? data}-2`, { recursive: true, force: true });
      return code;
    },
  };
}

/** Agents are told by their home, which lies in the demo's data folder. */
async function findAgents(data: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const command = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    if (!command.includes("opencode") || !command.includes("serve")) continue;
    const environment = await readFile(`/proc/${name}/environ`, "utf8").catch(() => "");
    if (environment.includes(data)) found.push(Number(name));
  }
  return found;
}

async function gone(data: string): Promise<void> {
  const deadline = Date.now() + END_MS;
  while ((await findAgents(data)).length > 0) {
    if (Date.now() > deadline) throw new Error("The demo ended, but its agents run on.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
