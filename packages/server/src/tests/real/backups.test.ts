import { findFile } from "@opencode-kit/client/state";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Scenario } from "../../testing/index.ts";
import { FAULT_PERMISSION, FAULT_SCENARIOS, PROMPTS } from "./faultScenarios.ts";
import { RealRooms } from "./RealRooms.ts";
import type { TestRoom } from "./TestRoom.ts";
import { recordedTranscript } from "./transcript.ts";
import { until } from "./until.ts";

const FILE = "kept.txt";
const CONTENT = "This is worth keeping.\n";

const save: Scenario = {
  name: "save",
  matches: (prompt) => prompt.includes("SAVE"),
  turn: ({ step }) =>
    step === 0
      ? { text: "I save it.", tools: [{ tool: "write", input: { filePath: FILE, content: CONTENT } }] }
      : { text: "It is saved." },
};

const look: Scenario = {
  name: "look",
  matches: (prompt) => prompt.includes("LOOK"),
  turn: ({ step }) =>
    step === 0
      ? { tools: [{ tool: "bash", input: { command: `cat ${FILE}`, description: "Look" } }] }
      : { text: "I have looked." },
};

let rooms: RealRooms;
let room: TestRoom;

beforeAll(async () => {
  rooms = await RealRooms.start([save, look, ...FAULT_SCENARIOS], FAULT_PERMISSION);
});

afterAll(() => rooms?.close());

afterEach(() => room.close());

async function ran(prompt: string, sessionId?: string): Promise<string> {
  const runId = await room.submit(prompt, sessionId);
  await room.untilOver(runId);
  return runId;
}

function backupOf(): string | undefined {
  return room.first.client.room.get().backup?.status;
}

/** The next prompt finds the file and the conversation, and goes on. */
async function expectToGoOn(first: string): Promise<void> {
  const sessionId = room.sessionOf(first);
  const next = await ran("LOOK", sessionId);
  expect(room.first.run(next).header).toMatchObject({ status: "complete", sessionId });
  expect(room.first.tool(next, "bash")?.output.head).toBe(CONTENT);
  const { parts } = await recordedTranscript(await room.agent(), sessionId);
  expect(parts.map(({ text }) => text)).toEqual(expect.arrayContaining(["It is saved.", "I have looked."]));
  for (const viewer of room.viewers) {
    await until("the listing", () => findFile(viewer.client.files.get(), FILE) !== undefined);
    expect(viewer.troubles()).toEqual([]);
  }
}

describe("a lost sandbox with a backup", () => {
  beforeEach(async () => {
    room = await rooms.open("kept");
    for (const { client } of room.viewers) client.files.subscribe(() => undefined);
  });

  it("is restored for the next prompt, after the object was evicted too", async () => {
    const first = await ran("SAVE");
    await until("the backup", () => backupOf() === "done");
    await room.whileViewersAreCutOff(() => room.evict());
    await room.loseSandbox();
    await expectToGoOn(first);
    expect(room.first.client.room.get().sandbox.status).not.toBe("lost");
    expect(await room.readFile(FILE)).toBe(CONTENT);
  });

  it("in the middle of a run that the backup does not know ends the run, and its session goes on", async () => {
    const first = await ran("SAVE");
    await until("the backup", () => backupOf() === "done");
    const runId = await room.submit(PROMPTS.work, room.sessionOf(first));
    await room.first.untilLines(runId, 3);
    await room.loseSandbox();
    await room.untilOver(runId);
    expect(room.first.run(runId).header).toMatchObject({ status: "error", error: { code: "session_lost" } });
    await expectToGoOn(first);
  });

  it("in the middle of a run that the backup knows ends the run as interrupted, with what was saved", async () => {
    const first = await ran("SAVE");
    await until("the backup", () => backupOf() === "done");
    const runId = await room.submit(PROMPTS.work, room.sessionOf(first));
    await room.first.untilLines(runId, 3);
    await room.first.client.createBackup();
    await room.whileViewersAreCutOff(() => room.evict());
    await room.loseSandbox();
    await room.untilOver(runId);
    expect(room.first.run(runId).header).toMatchObject({ status: "error", error: { code: "agent_died" } });
    await expectToGoOn(first);
  });

  it("goes back to a chosen backup", async () => {
    await ran("SAVE");
    await until("the backup", () => backupOf() === "done");
    const [saved] = await room.first.client.listBackups();
    await room.mayGoOn();
    await ran(PROMPTS.work);
    await until("the second backup", async () => (await room.first.client.listBackups()).length === 2);
    await until("its end", () => backupOf() === "done");
    await room.first.client.restoreBackup(saved?.id ?? "");
    await until("the listing", () => findFile(room.second.client.files.get(), "notes.md") === undefined);
    expect(await room.readFile(FILE)).toBe(CONTENT);
  });
});

describe("a lost sandbox without a backup", () => {
  it("ends what goes on in its sessions by its code, and takes a new prompt", async () => {
    room = await rooms.open();
    const first = await ran("SAVE");
    await room.loseSandbox();
    const next = await room.submit("LOOK", room.sessionOf(first));
    await room.untilOver(next);
    expect(room.first.run(next).header).toMatchObject({ status: "error", error: { code: "sandbox_lost" } });
    expect(room.first.client.room.get().backup).toMatchObject({ status: "lost" });
    const fresh = await ran("SAVE");
    expect(room.first.run(fresh).header.status).toBe("complete");
    expect(await room.readFile(FILE)).toBe(CONTENT);
  });
});
