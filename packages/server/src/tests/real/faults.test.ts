import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunSnapshot } from "@opencode-kit/client/protocol";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SandboxHost } from "../../local/startSandboxHost.ts";
import { startSandboxHost } from "../../local/startSandboxHost.ts";
import { processesOf } from "../../local/tests/agentFixture.ts";
import { localSandbox } from "../../sandbox/localSandbox.ts";
import type { ScriptedModel } from "../../testing/index.ts";
import { startScriptedModel } from "../../testing/index.ts";
import type { DroppingProxy } from "./createDroppingProxy.ts";
import { createDroppingProxy } from "./createDroppingProxy.ts";
import { expectRightEnd } from "./expectRightEnd.ts";
import { FAULT_PERMISSION, FAULT_SCENARIOS, FINISHED_NOTES, NOTES, PLAN, PROMPTS } from "./faultScenarios.ts";
import type { RunningWorker } from "./startWorker.ts";
import { startWorker } from "./startWorker.ts";
import { TestRoom } from "./TestRoom.ts";
import { until } from "./until.ts";

let root: string;
let model: ScriptedModel;
let host: SandboxHost;
let proxy: DroppingProxy;
let worker: RunningWorker;
let room: TestRoom;
let rooms = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "opencode-kit-real-"));
  model = await startScriptedModel({ pace: "fast", scenarios: FAULT_SCENARIOS });
  host = await startSandboxHost({
    root: join(root, "host"),
    keep: false,
    model: { baseUrl: model.baseUrl, model: model.model, scripted: true },
    permission: FAULT_PERMISSION,
  });
  proxy = await createDroppingProxy(host.url);
  worker = await startWorker({
    folder: join(root, "worker"),
    vars: { SANDBOX_URL: proxy.url, SANDBOX_TOKEN: host.token },
  });
});

afterAll(async () => {
  await worker?.close();
  await proxy?.close();
  await host?.close();
  await model?.close();
  await rm(root, { recursive: true, force: true });
});

beforeEach(async () => {
  const name = `room-${++rooms}`;
  room = new TestRoom(worker.host, name, localSandbox({ url: host.url, token: host.token, name }));
  await room.agent();
});

afterEach(async () => {
  proxy.accepts();
  await room.close();
});

/** Words of the run's first answer, while it is written. */
function words({ messages, parts }: RunSnapshot): number {
  const answer = messages.find(({ role }) => role === "assistant");
  const text = parts.find((part) => part.type === "text" && part.messageId === answer?.id);
  return text?.type === "text" ? text.text.split(" ").length : 0;
}

/** The process of the room's agent itself, not of what it started. */
async function agentPid(): Promise<number> {
  const { directory } = await room.agent();
  const pid = processesOf(directory).find((each) => commandOf(each).includes("\0serve\0"));
  if (pid === undefined) throw new Error("The agent does not run");
  return pid;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}

describe("when the agent is killed", () => {
  it("ends the run with the reason, keeps what it did, and takes the next prompt", async () => {
    const runId = await room.submit(PROMPTS.work);
    await room.first.untilLines(runId, 3);
    process.kill(await agentPid(), "SIGKILL");
    await expectRightEnd(room, runId, "error", { isCutOff: true });
    const { header, parts } = room.first.run(runId);
    expect(header.error).toMatchObject({ code: "agent_died", retryable: true });
    expect(parts.filter((part) => part.type === "tool" && part.status !== "error")).toEqual([]);
    expect(room.first.lines(runId)).toBeGreaterThanOrEqual(3);

    await room.mayGoOn();
    const next = await room.submit(PROMPTS.work, room.sessionOf(runId));
    await expectRightEnd(room, next, "complete", { after: room.lastMessageOf(runId) });
    expect(await room.readFile(NOTES)).toBe(FINISHED_NOTES);
  });
});

describe("when the agent's event stream drops", () => {
  it("loses and doubles nothing, in the middle of a text and of a command", async () => {
    const runId = await room.submit(PROMPTS.work);
    const wrong = room.first.watchFirstAnswer(runId, PLAN);
    await room.first.until(runId, "the tenth word", (run) => words(run) > 10);
    expect(room.first.tool(runId, "bash")).toBeUndefined();
    proxy.drops();
    await room.first.untilLines(runId, 3);
    proxy.drops();
    // Live again, not only repaired at the end.
    await room.first.untilLines(runId, room.first.lines(runId) + 10);
    await room.mayGoOn();
    await expectRightEnd(room, runId, "complete");
    expect(await room.readFile(NOTES)).toBe(FINISHED_NOTES);
    expect(wrong).toEqual([]);
  });

  it("shows a text whole whose end it did not hear, before the run ends", async () => {
    const runId = await room.submit(PROMPTS.work);
    await room.first.until(runId, "the tenth word", (run) => words(run) > 10);
    proxy.refuses();
    await room.untilAgentCalls("bash", runId);
    expect(words(room.first.run(runId))).toBeLessThan(PLAN.split(" ").length);
    proxy.accepts();
    await room.second.until(runId, "the whole text", (run) => words(run) === PLAN.split(" ").length);
    await room.mayGoOn();
    await expectRightEnd(room, runId, "complete");
  });

  it("catches up with an agent that has finished out of its sight", async () => {
    const runId = await room.submit(PROMPTS.work);
    await room.first.untilLines(runId, 3);
    proxy.refuses();
    const long = new Promise((resolve) => setTimeout(resolve, 3_000));
    await room.mayGoOn();
    await Promise.all([room.untilAgentIsDone(runId), long]);
    expect(room.first.run(runId).header.status).toBe("working");
    proxy.accepts();
    await expectRightEnd(room, runId, "complete");
    expect(await room.readFile(NOTES)).toBe(FINISHED_NOTES);
  });
});

describe("when the object is evicted", () => {
  it("goes on with the run for viewers who find back by themselves", async () => {
    const runId = await room.submit(PROMPTS.work);
    await room.first.untilLines(runId, 3);
    const before = room.first.lines(runId);
    await room.whileViewersAreCutOff(() => room.evict());
    await room.first.untilLines(runId, before + 10);
    // A blink costs what was missed, not the whole run again.
    expect(room.viewers.map((viewer) => viewer.snapshots(runId))).toEqual([1, 1]);
    await room.mayGoOn();
    await expectRightEnd(room, runId, "complete");
    expect(await room.readFile(NOTES)).toBe(FINISHED_NOTES);
  });

  it("still shows a permission that waits, and takes the answer", async () => {
    const runId = await room.submit(PROMPTS.ask);
    await room.first.until(runId, "the question", ({ pending }) => pending.length === 1);
    const asked = room.first.run(runId).pending;
    await room.whileViewersAreCutOff(() => room.evict());
    await Promise.all(room.viewers.map((viewer) => viewer.untilLive(runId)));
    for (const viewer of room.viewers) {
      expect(viewer.run(runId).pending).toEqual(asked);
      expect(viewer.run(runId).header.status).toBe("waiting");
    }
    await until("the agent", () => room.second.client.room.get().sandbox.status === "ready");
    expect(room.second.run(runId).pending).toEqual(asked);
    await room.second.client.replyToPermission({ requestId: asked[0]?.id ?? "", reply: "once" });
    await expectRightEnd(room, runId, "complete");
    expect(room.first.tool(runId, "bash")?.output.head).toContain("cleaned");
  });

  it("keeps both transcripts whole while a subagent works", async () => {
    const runId = await room.submit(PROMPTS.family);
    await room.first.untilLines(runId, 3);
    const before = room.first.lines(runId);
    await room.whileViewersAreCutOff(() => room.evict());
    await room.first.untilLines(runId, before + 10);
    await room.mayGoOn();
    await expectRightEnd(room, runId, "complete");
    expect(room.first.run(runId).sessions).toHaveLength(2);
    expect(room.first.tool(runId, "bash")?.sessionId).not.toBe(room.sessionOf(runId));
    expect(room.first.tool(runId, "task")?.output.head).toContain("I have counted to the end.");
  });
});

describe("when workerd is killed", () => {
  it("goes on with the run once it is back on the same storage", async () => {
    const runId = await room.submit(PROMPTS.work);
    await room.first.untilLines(runId, 3);
    const before = room.first.lines(runId);
    await room.whileViewersAreCutOff(() => worker.restart());
    await room.first.untilLines(runId, before + 10);
    // No viewer was ahead of what was stored.
    expect(room.viewers.map((viewer) => viewer.snapshots(runId))).toEqual([1, 1]);
    await room.mayGoOn();
    await expectRightEnd(room, runId, "complete");
    expect(await room.readFile(NOTES)).toBe(FINISHED_NOTES);
  });

  it("shows the end of a run that finished while it was down", async () => {
    const runId = await room.submit(PROMPTS.work);
    await room.first.untilLines(runId, 3);
    await worker.kill();
    await room.mayGoOn();
    await room.untilAgentIsDone(runId);
    await room.whileViewersAreCutOff(() => worker.restart());
    await expectRightEnd(room, runId, "complete");
    expect(await room.readFile(NOTES)).toBe(FINISHED_NOTES);
  });
});
