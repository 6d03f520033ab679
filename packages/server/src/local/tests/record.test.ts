import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createOpenCodeClient } from "@opencode-kit/client";
import { createReplayTransport, parseRecording } from "@opencode-kit/client/recording";
import { selectSummary, toRunSnapshot } from "@opencode-kit/client/state";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { PlainServer } from "./startPlainServer.ts";
import { startPlainServer } from "./startPlainServer.ts";

const RECORD = fileURLToPath(new URL("../../../../client/src/cli/record.ts", import.meta.url));
const NODE = ["--conditions=@opencode-kit/source", "--disable-warning=ExperimentalWarning", RECORD];

let folder: string;
let server: PlainServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
  server = await startPlainServer();
});

afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const env = (): NodeJS.ProcessEnv => ({ ...process.env, OPENCODE_SERVER_PASSWORD: server.password });

describe("opencode-kit-record", () => {
  it("records a run that replays to the state that it had", async () => {
    const out = join(folder, "run.jsonl");
    const args = ["--open-code", server.baseUrl, "--prompt", "Write a year of sales to figures.csv", "--out", out];
    const { stderr } = await promisify(execFile)(process.execPath, [...NODE, ...args], { env: env() });
    expect(stderr).toMatch(/Recorded \d+ messages/);
    const recording = parseRecording(await readFile(out, "utf8"));
    expect(JSON.stringify(recording)).not.toContain(server.password);

    const show = async (at: number) => {
      const transport = createReplayTransport(recording, { autoPlay: false, at });
      const client = createOpenCodeClient({ transport });
      client.room.subscribe(() => undefined);
      await vi.waitFor(() => expect(client.room.get().runs).toHaveLength(at === 0 ? 0 : 1));
      const run = client.run(client.room.get().runs[0]?.id ?? "none");
      run.subscribe(() => undefined);
      return { run, transport, client };
    };
    const atEnd = await show(Infinity);
    await vi.waitFor(() => expect(atEnd.run.get().status).toBe("complete"));
    expect(selectSummary(atEnd.run.get())).toContain("figures.csv");
    // Back and forth in time comes to the same end.
    const whole = toRunSnapshot(atEnd.run.get());
    atEnd.transport.seek(atEnd.transport.durationMs / 3);
    await vi.waitFor(() => expect(atEnd.run.get().status).not.toBe("complete"));
    atEnd.transport.seek(atEnd.transport.durationMs);
    await vi.waitFor(() => expect(atEnd.run.get().status).toBe("complete"));
    expect(toRunSnapshot(atEnd.run.get())).toEqual(whole);
    atEnd.client.dispose();
  });

  it("records OpenCode's own stream until it is ended", async () => {
    const recorder = spawn(process.execPath, [...NODE, "--open-code", server.baseUrl, "--raw"], { env: env() });
    let [stdout, stderr] = ["", ""];
    recorder.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    recorder.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    await vi.waitFor(() => expect(stderr).toContain("Recording the events"), { timeout: 20_000 });
    const client = createOpenCodeClient({ openCode: { baseUrl: server.baseUrl, password: server.password } });
    const { runId } = await client.submit({ prompt: "What can you do?" });
    client.run(runId).subscribe(() => undefined);
    await vi.waitFor(() => expect(client.run(runId).get().status).toBe("complete"), { timeout: 60_000 });
    client.dispose();
    const ended = new Promise((resolve) => recorder.once("exit", resolve));
    recorder.kill("SIGINT");
    expect(await ended).toBe(0);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    expect(lines.map(({ type }) => type)).toEqual(expect.arrayContaining(["message.part.delta", "session.idle"]));
    expect(stdout).not.toContain(server.directory);
  });

  it.each([
    [["--host", "localhost:1"], "Pass --host and --room"],
    [["--open-code", "no address"], "not an address"],
    [["--dance"], "--dance"],
    [["--open-code", "http://127.0.0.1:9", "--raw"], "does not answer"],
  ])("says what to do about %j", async (args, message) => {
    await expect(promisify(execFile)(process.execPath, [...NODE, ...args], { env: env() })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(message),
    });
  });
});
