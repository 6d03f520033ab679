import { readFileSync } from "node:fs";
import type { RunStatus } from "@opencode-kit/client/protocol";
import { isRunOver } from "@opencode-kit/client/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { processesOf } from "../../local/tests/agentFixture.ts";
import { RealRooms } from "./RealRooms.ts";
import { STEERING_PERMISSION, STEERING_SCENARIOS } from "./steeringScenarios.ts";
import type { TestRoom } from "./TestRoom.ts";
import { until } from "./until.ts";

let rooms: RealRooms;
let room: TestRoom;

beforeAll(async () => {
  rooms = await RealRooms.start(STEERING_SCENARIOS, STEERING_PERMISSION);
  room = await rooms.open();
});
afterAll(async () => {
  await room?.close();
  await rooms?.close();
});

const statusOf = (runId: string): RunStatus => room.first.run(runId).header.status;

async function over(runId: string, status: RunStatus): Promise<void> {
  await until(`the end of ${runId}`, () => isRunOver(statusOf(runId)));
  expect(statusOf(runId)).toBe(status);
}

/** What people and the agent said in a run, in order. */
function texts(runId: string): readonly string[] {
  const { parts } = room.first.run(runId);
  return parts.flatMap((part) => (part.type === "text" && part.synthetic !== true ? [part.text] : []));
}

/** Command lines that run in the room's sandbox. */
async function commands(word: string): Promise<number> {
  const { directory } = await room.agent();
  const lines = processesOf(directory).map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return "";
    }
  });
  return lines.filter((line) => line.includes(word)).length;
}

describe("stop", () => {
  it("during a long command ends the command's process too", async () => {
    const runId = await room.submit("COUNT");
    await room.first.untilLines(runId, 3);
    expect(await commands("-ge 600")).toBeGreaterThan(0);
    await room.first.client.stop(runId);
    await over(runId, "aborted");
    expect(await commands("-ge 600")).toBe(0);
    expect(room.first.run(runId).header.stillRunning).toEqual([]);
  });

  it("during a subagent ends the subagent", async () => {
    const runId = await room.submit("FAMILY-COUNT");
    await room.first.untilLines(runId, 3);
    await room.first.client.stop(runId);
    await over(runId, "aborted");
    expect(await commands("-ge 600")).toBe(0);
    const { fetch } = await room.agent();
    expect(await (await fetch("/session/status")).json()).toEqual({});
  });

  it("says what the run has left running, and ends it on demand", async () => {
    const runId = await room.submit("SERVE");
    await room.first.untilLines(runId, 3);
    await room.first.client.stop(runId);
    await over(runId, "aborted");
    const left = room.first.run(runId).header.stillRunning ?? [];
    expect(left.map(({ command }) => command)).toEqual([expect.stringContaining("sleep 987")]);
    expect(await commands("sleep 987")).toBe(1);
    await room.first.client.killProcess({ processId: left[0]?.id ?? "", runId });
    expect(await commands("sleep 987")).toBe(0);
  });

  it("ends what the run has started where that is asked for", async () => {
    const runId = await room.submit("SERVE");
    await room.first.untilLines(runId, 3);
    await room.first.client.stop(runId, { processes: true });
    await over(runId, "aborted");
    expect(room.first.run(runId).header.stillRunning).toEqual([]);
    expect(await commands("sleep 987")).toBe(0);
  });

  it("of one command leaves the run to the agent, which is told", async () => {
    const runId = await room.submit("COUNT");
    await room.first.untilLines(runId, 3);
    const part = room.first.tool(runId, "bash");
    await room.first.client.killProcess({ processId: part?.id ?? "", runId });
    await until("the end of the process", async () => (await commands("-ge 600")) === 0);
    await over(runId, "complete");
    expect(texts(runId).at(-1)).toBe("Counted.");
    const { parts } = room.first.run(runId);
    const told = parts.find((part) => part.type === "text" && part.synthetic === true);
    expect(told).toMatchObject({ text: expect.stringContaining("A person has stopped the command") });
  });
});

describe("a prompt while the agent works", () => {
  it("waits in a queue that can be seen, ordered, changed and cut", async () => {
    const { client } = room.first;
    const first = await room.submit("COUNT");
    await room.first.untilLines(first, 2);
    const sessionId = room.sessionOf(first);
    const queued = [];
    for (const prompt of ["one", "two", "three", "four"]) {
      queued.push(await client.submit({ prompt, followsRunId: first }));
    }
    expect(queued.map(({ disposition }) => disposition)).toEqual(["queued", "queued", "queued", "queued"]);
    const [one = "", two = "", three = "", four = ""] = queued.map(({ runId }) => runId);
    for (const id of [one, two, three, four]) room.first.follow(id);
    const waiting = (): readonly string[] =>
      room.second.client.room
        .get()
        .runs.filter(({ status, sessionId: session }) => status === "queued" && session === sessionId)
        .toSorted((a, b) => (a.queue?.position ?? 0) - (b.queue?.position ?? 0))
        .map(({ prompt }) => prompt);
    await until("the queue", () => waiting().length === 4);
    expect(waiting()).toEqual(["one", "two", "three", "four"]);

    await client.editQueued({ runId: two, prompt: "two, changed" });
    await client.stop(three);
    await client.moveQueued({ runId: four, before: two });
    const joined = await client.steerQueued(one);
    expect(joined).toEqual({ runId: first });
    await until("the changed queue", () => waiting().join() === "four,two, changed");
    await expect(client.getPrompt(two)).resolves.toBe("two, changed");

    // The agent reads what joined at its next step.
    const part = room.first.tool(first, "bash");
    await client.killProcess({ processId: part?.id ?? "", runId: first });
    await over(first, "complete");
    await over(four, "complete");
    await over(two, "complete");
    expect(texts(first)).toContain("one");
    expect(texts(four)).toEqual(["four", "You said: four"]);
    expect(texts(two)).toEqual(["two, changed", "You said: two, changed"]);
    expect(statusOf(three)).toBe("aborted");
    expect(room.first.run(three).messages).toEqual([]);
    await expect(client.editQueued({ runId: two, prompt: "late" })).rejects.toMatchObject({ code: "run_over" });
  });

  it("that steers is read by the agent in the run that goes on", async () => {
    const first = await room.submit("COUNT");
    await room.first.untilLines(first, 2);
    const { length } = room.first.client.room.get().runs;
    const steered = await room.first.client.submit({ prompt: "Say hi", followsRunId: first, whenBusy: "steer" });
    expect(steered).toEqual({ runId: first, disposition: "steered" });
    await room.first.until(first, "the steer", () => texts(first).includes("Say hi"));
    const part = room.first.tool(first, "bash");
    await room.first.client.killProcess({ processId: part?.id ?? "", runId: first });
    await over(first, "complete");
    expect(room.first.client.room.get().runs).toHaveLength(length);
  });

  it("follows a run that has no session yet", async () => {
    const first = await room.submit("hello");
    const { runId } = await room.first.client.submit({ prompt: "and again", followsRunId: first });
    room.first.follow(runId);
    await over(runId, "complete");
    expect(room.sessionOf(runId)).toBe(room.sessionOf(first));
    expect(texts(runId)).toEqual(["and again", "You said: and again"]);
  });

  it("is held after a stop, until a person lets the queue go on", async () => {
    const { client } = room.first;
    const first = await room.submit("COUNT");
    await room.first.untilLines(first, 2);
    const { runId } = await client.submit({ prompt: "next", followsRunId: first });
    room.first.follow(runId);
    await client.stop(first);
    await over(first, "aborted");
    await room.first.until(runId, "the hold", ({ header }) => header.queue?.isHeld === true);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(statusOf(runId)).toBe("queued");
    await client.resumeQueue(runId);
    await over(runId, "complete");
  });

  it("submitted three times under one id is one run, also after an eviction", async () => {
    const input = { prompt: "once", operationId: "the-same" };
    const { client } = room.first;
    const { length } = client.room.get().runs;
    const [a, b] = await Promise.all([client.submit(input), room.second.client.submit(input)]);
    await room.whileViewersAreCutOff(() => room.evict());
    const c = await client.submit(input);
    expect([b, c]).toEqual([a, a]);
    room.first.follow(a.runId);
    await over(a.runId, "complete");
    expect(client.room.get().runs).toHaveLength(length + 1);
    expect(texts(a.runId)).toEqual(["once", "You said: once"]);
    await expect(client.submit({ ...input, prompt: "else" })).rejects.toMatchObject({ code: "operation_conflict" });
  });

  it("takes files along, and the model and agent that it names", async () => {
    const { client } = room.first;
    const models = await client.listModels();
    const agents = await client.listAgents();
    expect(models).toMatchObject([{ id: "scripted/scripted" }]);
    expect(agents.map(({ name }) => name)).toEqual(expect.arrayContaining(["build", "plan"]));
    const attachments = [{ mime: "text/plain", filename: "note.txt", base64: btoa("hello\n") }];
    const runId = await room.submit("look", undefined, { attachments, model: models[0]?.id ?? "", agent: "plan" });
    await over(runId, "complete");
    const { messages, parts } = room.first.run(runId);
    expect(parts.find(({ type }) => type === "file")).toMatchObject({ filename: "note.txt", mime: "text/plain" });
    expect(messages[0]).toMatchObject({ role: "user" });
    expect(messages.some(({ agent }) => agent === "plan") || room.first.run(runId).header.agent === "plan").toBe(true);
    const wrong = await room.submit("look", undefined, { agent: "nobody" });
    await over(wrong, "error");
    expect(room.first.run(wrong).header.error?.code).toBe("unknown_agent");
  });
});
