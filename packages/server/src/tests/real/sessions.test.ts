import type { RunStatus } from "@opencode-kit/client/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { RealRooms } from "./RealRooms.ts";
import { STEERING_PERMISSION, STEERING_SCENARIOS } from "./steeringScenarios.ts";
import type { TestRoom } from "./TestRoom.ts";
import { until } from "./until.ts";

let rooms: RealRooms;
let room: TestRoom;

beforeAll(async () => {
  rooms = await RealRooms.start(STEERING_SCENARIOS, STEERING_PERMISSION);
});
afterAll(() => rooms?.close());

async function over(runId: string, status: RunStatus): Promise<void> {
  await room.untilOver(runId);
  expect(room.first.run(runId).header.status).toBe(status);
}

async function ran(prompt: string, sessionId?: string): Promise<string> {
  const runId = await room.submit(prompt, sessionId);
  await over(runId, "complete");
  return runId;
}

function texts(runId: string): readonly string[] {
  const { parts } = room.first.run(runId);
  return parts.flatMap((part) => (part.type === "text" && part.synthetic !== true ? [part.text] : []));
}

/** The message of a run's prompt. */
function promptOf(runId: string): string {
  const message = room.first.run(runId).messages.find(({ role }) => role === "user");
  if (message === undefined) throw new Error("The run has no prompt yet");
  return message.id;
}

describe("a session", () => {
  beforeAll(async () => {
    room = await rooms.open();
  });
  afterAll(() => room.close());

  it("is listed, renamed and gone on with", async () => {
    const { client } = room.first;
    const first = await ran("WRITE one");
    const sessionId = room.sessionOf(first);
    await client.renameSession({ sessionId, title: "Notes" });
    await until("the name", () => room.second.run(first).header.title === "Notes");
    await expect(client.listSessions({ search: "Notes" })).resolves.toMatchObject([{ id: sessionId, title: "Notes" }]);
    await expect(client.listSessions({ search: "nothing" })).resolves.toEqual([]);
    const second = await ran("WRITE two", sessionId);
    expect(room.sessionOf(second)).toBe(sessionId);
    const titles = room.second.client.room.get().runs.filter((run) => run.sessionId === sessionId);
    expect(titles.map(({ title }) => title)).toEqual(["Notes", "Notes"]);
    await expect(client.renameSession({ sessionId: "ses_none", title: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("taken back gives files and transcript back, until a new prompt makes it final", async () => {
    const { client } = room.first;
    const first = await ran("WRITE one");
    const sessionId = room.sessionOf(first);
    const second = await ran("WRITE two", sessionId);
    await expect(room.readFile("notes.md")).resolves.toBe("WRITE two\n");

    await client.revertSession({ sessionId, messageId: promptOf(second) });
    await expect(room.readFile("notes.md")).resolves.toBe("WRITE one\n");
    await until("the second run's mark", () => room.second.run(second).header.isReverted === true);
    expect(room.second.run(first).header.isReverted).toBeUndefined();
    const revertOf = (runId: string) => room.second.run(runId).sessions.find(({ id }) => id === sessionId)?.revert;
    await until("the first run's mark", () => revertOf(first)?.messageId === promptOf(second));

    await client.unrevertSession(sessionId);
    await expect(room.readFile("notes.md")).resolves.toBe("WRITE two\n");
    await until("the mark's end", () => room.second.run(second).header.isReverted === false);

    await client.revertSession({ sessionId, messageId: promptOf(second) });
    const third = await ran("WRITE three", sessionId);
    await expect(room.readFile("notes.md")).resolves.toBe("WRITE three\n");
    await until("what is final", () => revertOf(second)?.isFinal === true);
    expect(texts(third)).toEqual(["WRITE three", "Wrote: WRITE three"]);
    const { fetch } = await room.agent();
    const record = (await (await fetch(`/session/${sessionId}/message`)).json()) as { info: { role: string } }[];
    expect(record.filter(({ info }) => info.role === "user")).toHaveLength(2);
  });

  it("is not taken back while the agent works in it, nor to a message that it does not have", async () => {
    const { client } = room.first;
    const runId = await room.submit("COUNT");
    await room.first.untilLines(runId, 2);
    const sessionId = room.sessionOf(runId);
    const messageId = promptOf(runId);
    await expect(client.revertSession({ sessionId, messageId })).rejects.toMatchObject({ code: "run_busy" });
    await client.stop(runId);
    await over(runId, "aborted");
    await expect(client.revertSession({ sessionId, messageId: "msg_none" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("copied up to a message has what was before it, and goes its own way", async () => {
    const { client } = room.first;
    const first = await ran("WRITE one");
    const sessionId = room.sessionOf(first);
    const second = await ran("WRITE two", sessionId);
    const copy = await client.forkSession({ sessionId, messageId: promptOf(second) });
    room.first.follow(copy.runId);
    room.second.follow(copy.runId);
    await over(copy.runId, "complete");
    expect(copy.sessionId).not.toBe(sessionId);
    expect(texts(copy.runId)).toEqual(["WRITE one", "Wrote: WRITE one"]);
    await expect(room.readFile("notes.md")).resolves.toBe("WRITE two\n");

    const used = client.room.get().usage;
    const next = await ran("and now this", copy.sessionId);
    expect(texts(next)).toEqual(["and now this", "You said: and now this"]);
    expect(client.room.get().usage.output).toBeGreaterThan(used.output);
    expect(texts(second)).toEqual(["WRITE two", "Wrote: WRITE two"]);
    await expect(client.forkSession({ sessionId, messageId: "msg_none" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is summarised by a run of its own", async () => {
    const first = await ran("hello");
    const { runId } = await room.first.client.summarizeSession(room.sessionOf(first));
    room.first.follow(runId);
    room.second.follow(runId);
    await over(runId, "complete");
    const { parts, messages } = room.first.run(runId);
    expect(parts.some(({ type }) => type === "compaction")).toBe(true);
    expect(messages.some(({ isSummary }) => isSummary === true)).toBe(true);
    await ran("go on", room.sessionOf(first));
  });
});

describe("a budget", () => {
  afterEach(() => room.close());

  it("pauses at its soft limit, and goes on once a person allows as much again", async () => {
    room = await rooms.open("soft");
    const runId = await room.submit("SPEND");
    await room.first.until(runId, "the limit", ({ pending }) => pending.length === 1);
    const [request] = room.first.run(runId).pending;
    expect(request).toMatchObject({ kind: "budget", scope: "run", limit: { tokens: 20_000 } });
    expect(room.first.run(runId).header.status).toBe("waiting");
    const before = room.first.run(runId).usage;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(room.first.run(runId).usage).toEqual(before);
    // A paused run is still paused for whoever comes after the object was lost.
    await room.whileViewersAreCutOff(() => room.evict());
    await Promise.all(room.viewers.map((viewer) => viewer.untilLive(runId)));
    await until("the agent", () => room.second.client.room.get().sandbox.status === "ready");
    expect(room.first.run(runId).pending).toMatchObject([{ kind: "budget" }]);
    let last = "";
    while (room.first.run(runId).header.status === "waiting") {
      const id = room.first.run(runId).pending[0]?.id ?? "";
      expect(id).not.toBe(last);
      last = id;
      await room.first.client.replyToBudget({ requestId: id, reply: "continue" });
      await room.first.until(runId, "what follows", ({ header, pending }) => {
        return header.status === "complete" || (pending.length > 0 && pending[0]?.id !== id);
      });
    }
    await over(runId, "complete");
    expect(room.first.run(runId).answered.map(({ outcome }) => outcome)).toContain("continue");
    const { parts } = room.first.run(runId);
    expect(parts.filter((part) => part.type === "tool" && part.status === "completed").length).toBeGreaterThanOrEqual(
      6,
    );
    expect(parts.some((part) => part.type === "text" && part.text === "Spent.")).toBe(true);
  });

  it("ends the run where a person says so", async () => {
    room = await rooms.open("soft");
    const runId = await room.submit("SPEND");
    await room.first.until(runId, "the limit", ({ pending }) => pending.length === 1);
    const requestId = room.first.run(runId).pending[0]?.id ?? "";
    await room.first.client.replyToBudget({ requestId, reply: "stop" });
    await over(runId, "aborted");
    expect(room.first.run(runId).answered).toMatchObject([{ kind: "budget", outcome: "stop" }]);
  });

  it("stops at its hard limit, and says why", async () => {
    room = await rooms.open("hard");
    const runId = await room.submit("SPEND");
    await over(runId, "error");
    expect(room.first.run(runId).header.error).toMatchObject({ code: "budget_exceeded" });
    expect(room.first.run(runId).parts.some((part) => part.type === "text" && part.text === "Spent.")).toBe(false);
  });

  it("that a prompt brings holds for its run alone", async () => {
    room = await rooms.open();
    const runId = await room.submit("SPEND", undefined, { budget: { hard: { tokens: 20_000 } } });
    await over(runId, "error");
    expect(room.first.run(runId).header.error).toMatchObject({ code: "budget_exceeded" });
    const next = await room.submit("SPEND");
    await over(next, "complete");
  });

  it("of the room counts all its runs, pauses them and takes no more at its hard limit", async () => {
    room = await rooms.open("shared");
    const { client } = room.first;
    const runId = await room.submit("SPEND");
    await room.first.until(runId, "the limit", ({ pending }) => pending.length === 1);
    expect(room.first.run(runId).pending).toMatchObject([{ kind: "budget", scope: "room" }]);
    // The room's own channel may be a frame behind.
    await until("the room's sum", () => client.room.get().usage.input === room.first.run(runId).usage.input);
    expect(client.room.get().usage).toEqual(room.first.run(runId).usage);
    const answer = async (): Promise<void> => {
      const [waiting] = client.room.get().pending;
      if (waiting !== undefined) await client.replyToBudget({ requestId: waiting.request.id, reply: "continue" });
    };
    await until("the end", async () => {
      await answer().catch(() => undefined);
      return ["error", "complete"].includes(room.first.run(runId).header.status);
    });
    let refused: unknown;
    for (let i = 0; i < 6 && refused === undefined; i++) {
      const next = await room.submit("SPEND").catch((error: unknown) => void (refused = error));
      if (next === undefined) break;
      await until("its end", async () => {
        await answer().catch(() => undefined);
        return ["error", "complete"].includes(room.first.run(next).header.status);
      });
    }
    expect(refused).toMatchObject({ code: "budget_exceeded" });
  });
});
