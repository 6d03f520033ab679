import type { PendingRequest, RunStatus } from "@opencode-kit/client/protocol";
import { isRunOver } from "@opencode-kit/client/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

/** Waits for what asks, and says what it is. */
async function asked(runId: string): Promise<PendingRequest> {
  await room.first.until(runId, "the request", ({ pending }) => pending.length === 1);
  const [request] = room.first.run(runId).pending;
  if (request === undefined) throw new Error("The request is gone again");
  return request;
}

async function over(runId: string, status: RunStatus): Promise<void> {
  await room.untilOver(runId);
  expect(isRunOver(status)).toBe(true);
  expect(room.first.run(runId).header.status).toBe(status);
  // The room's own channel may be a frame behind.
  await until("the room's empty list", () => room.first.client.room.get().pending.length === 0);
}

function lastText(runId: string): string {
  const part = room.first.run(runId).parts.findLast(({ type }) => type === "text");
  return part?.type === "text" ? part.text : "";
}

describe("a permission", () => {
  it("allowed once runs the command once, and asks again", async () => {
    const runId = await room.submit("TWICE");
    const first = await asked(runId);
    await room.first.client.replyToPermission({ requestId: first.id, reply: "once" });
    await room.first.until(runId, "the second request", ({ pending }) => pending.some(({ id }) => id !== first.id));
    const second = await asked(runId);
    await room.first.client.replyToPermission({ requestId: second.id, reply: "once" });
    await over(runId, "complete");
    expect(lastText(runId)).toContain("cleaned");
  });

  it("rejected stops the run", async () => {
    const runId = await room.submit("ASK");
    const request = await asked(runId);
    await room.first.client.replyToPermission({ requestId: request.id, reply: "reject" });
    await over(runId, "aborted");
    expect(room.first.tool(runId, "bash")?.status).toBe("error");
  });

  it("rejected with a message tells the agent, which goes on", async () => {
    const runId = await room.submit("ASK");
    const request = await asked(runId);
    await room.first.client.replyToPermission({ requestId: request.id, reply: "reject", message: "Keep it." });
    await over(runId, "complete");
    expect(lastText(runId)).toContain("Keep it.");
  });

  it("of a subagent is asked in the run of its parent, and answered there", async () => {
    const runId = await room.submit("FAMILY-ASK");
    const request = await asked(runId);
    expect(request.sessionId).not.toBe(room.sessionOf(runId));
    expect(room.first.run(runId).header.status).toBe("waiting");
    await until("the other viewer's list", () => room.second.client.room.get().pending.length === 1);
    expect(room.second.client.room.get().pending).toMatchObject([{ runId, request: { id: request.id } }]);
    await room.second.client.replyToPermission({ requestId: request.id, reply: "once" });
    await over(runId, "complete");
    expect(lastText(runId)).toBe("Family done.");
  });

  it("that two answer at the same moment has one winner, and the other is told", async () => {
    const runId = await room.submit("ASK");
    const request = await asked(runId);
    const results = await Promise.allSettled([
      room.first.client.replyToPermission({ requestId: request.id, reply: "once" }),
      room.second.client.replyToPermission({ requestId: request.id, reply: "reject", message: "No." }),
    ]);
    const lost = results.filter((result) => result.status === "rejected");
    expect(lost).toMatchObject([{ reason: { code: "request_answered" } }]);
    await over(runId, "complete");
    const won = results[0]?.status === "fulfilled" ? "once" : "reject";
    for (const viewer of room.viewers) expect(viewer.run(runId).answered).toMatchObject([{ outcome: won }]);
    expect(lastText(runId)).toContain(won === "once" ? "cleaned" : "No.");
  });

  it("that waits is shown to whoever comes, reloads or reconnects, and only that", async () => {
    const runId = await room.submit("TWICE");
    const first = await asked(runId);
    await room.first.client.replyToPermission({ requestId: first.id, reply: "once" });
    await room.first.until(runId, "the second request", ({ pending }) => pending.some(({ id }) => id !== first.id));
    const [waiting] = room.first.run(runId).pending;
    const late = await room.join(runId);
    expect(late.run(runId).pending).toEqual([waiting]);
    await until("the room", () => late.client.room.get().pending.length > 0);
    expect(late.client.room.get().pending.map(({ request }) => request)).toEqual([waiting]);
    await room.whileViewersAreCutOff(() => room.evict());
    await Promise.all(room.viewers.map((viewer) => viewer.untilLive(runId)));
    await until("the agent", () => room.second.client.room.get().sandbox.status === "ready");
    for (const viewer of room.viewers) expect(viewer.run(runId).pending).toEqual([waiting]);
    await room.first.client.replyToPermission({ requestId: waiting?.id ?? "", reply: "once" });
    await over(runId, "complete");
  });

  it("of another room, or of nobody, is unknown here", async () => {
    const client = room.first.client;
    await expect(client.replyToPermission({ requestId: "per_other", reply: "once" })).rejects.toMatchObject({
      code: "request_unknown",
    });
    const runId = await room.submit("ASK");
    const request = await asked(runId);
    await expect(client.rejectQuestion(request.id)).rejects.toMatchObject({ code: "bad_request" });
    await client.stop(runId);
    await over(runId, "aborted");
    await expect(client.replyToPermission({ requestId: request.id, reply: "once" })).rejects.toMatchObject({
      code: expect.stringMatching(/^request_(gone|answered)$/),
    });
    expect(room.first.tool(runId, "bash")?.status).toBe("error");
  });
});

describe("a question", () => {
  it("of one choice is answered", async () => {
    const runId = await room.submit("CHOOSE-ONE");
    const request = await asked(runId);
    await room.first.client.replyToQuestion({ requestId: request.id, answers: [["Blue"]] });
    await over(runId, "complete");
    expect(lastText(runId)).toContain("Blue");
  });

  it("of several choices is answered", async () => {
    const runId = await room.submit("CHOOSE-MANY");
    const request = await asked(runId);
    await room.first.client.replyToQuestion({ requestId: request.id, answers: [["Docs", "Code"]] });
    await over(runId, "complete");
    expect(lastText(runId)).toMatch(/Docs.*Code/);
  });

  it("is answered in words of one's own", async () => {
    const runId = await room.submit("CHOOSE-ONE");
    const request = await asked(runId);
    await room.first.client.replyToQuestion({ requestId: request.id, answers: [["Neither: take green"]] });
    await over(runId, "complete");
    expect(lastText(runId)).toContain("take green");
  });

  it("among several is answered with the others, and not without them", async () => {
    const runId = await room.submit("CHOOSE-ALL");
    const request = await asked(runId);
    const { client } = room.first;
    await expect(client.replyToQuestion({ requestId: request.id, answers: [["Ada"]] })).rejects.toMatchObject({
      code: "bad_request",
    });
    await client.replyToQuestion({ requestId: request.id, answers: [["Ada"], ["Large"]] });
    await over(runId, "complete");
    expect(lastText(runId)).toMatch(/Ada.*Large/s);
  });

  it("is rejected", async () => {
    const runId = await room.submit("CHOOSE-ONE");
    const request = await asked(runId);
    await room.first.client.rejectQuestion(request.id);
    await room.untilOver(runId);
    expect(room.first.run(runId).answered).toMatchObject([{ kind: "question", outcome: "reject" }]);
  });
});

describe("at last, since it changes what the agent asks", () => {
  it("a permission that a restarted agent does not know leaves the list", async () => {
    const runId = await room.submit("ASK");
    const request = await asked(runId);
    await room.restartAgent();
    await over(runId, "error");
    expect(room.first.run(runId).pending).toEqual([]);
    await expect(room.first.client.replyToPermission({ requestId: request.id, reply: "once" })).rejects.toMatchObject({
      code: "request_gone",
    });
  });

  it("a permission that is always allowed is not asked again, and says before what it grants", async () => {
    const runId = await room.submit("TWICE");
    const request = await asked(runId);
    expect(request).toMatchObject({ kind: "permission", always: ["rm *", "echo *"] });
    await room.first.client.replyToPermission({ requestId: request.id, reply: "always" });
    await over(runId, "complete");
    expect(room.first.run(runId).answered).toHaveLength(1);
    expect(lastText(runId)).toContain("cleaned");
  });
});
