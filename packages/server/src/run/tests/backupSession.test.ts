import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backupSession, restoreSession, updateSessionState } from "../backupSession.ts";
import { listBackups } from "../SessionBackups.ts";
import type { OpenCodeSessionState, SessionStorage } from "../SessionStorage.ts";
import type { FakePort } from "./createFakePort.ts";
import { createFakePort } from "./createFakePort.ts";
import { createStorage } from "./createStorage.ts";

const STATE: OpenCodeSessionState = { sessionId: "ses_1", providerId: "openai", runInFlight: true, runPrompt: "go" };
const passing = new OpenCodeKitError("backup_failed", "Try again.", { retryable: true });
const lasting = new OpenCodeKitError("backup_missing", "It is gone.");

let fake: FakePort;
let storage: SessionStorage;

beforeEach(() => {
  fake = createFakePort();
  storage = createStorage();
  vi.useFakeTimers();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function backedUp(state?: OpenCodeSessionState): ReturnType<typeof backupSession> {
  const backup = backupSession(fake.port, storage, state);
  await vi.runAllTimersAsync();
  return backup;
}

async function restored(): ReturnType<typeof restoreSession> {
  const restore = restoreSession(fake.port, storage);
  restore.catch(() => undefined);
  await vi.runAllTimersAsync();
  return restore;
}

const named = (verb: string): readonly string[] => fake.calls.filter((call) => call.startsWith(verb));

describe("a backup", () => {
  it("is kept with the session's state, under the keys that the storage has for them", async () => {
    expect(await backedUp(STATE)).toEqual({ ok: true, backup: { id: "b1", createdAt: 1 } });
    expect(await listBackups(storage)).toEqual([{ id: "b1", createdAt: 1, handle: { of: 1 } }]);
    expect(JSON.parse((await storage.get<string>("opencode:session-state")) ?? "")).toEqual(STATE);
  });

  it("happens after the one that goes on", async () => {
    const both = Promise.all([backupSession(fake.port, storage), backupSession(fake.port, storage)]);
    await vi.runAllTimersAsync();
    expect((await both).map((result) => result.ok && result.backup.id)).toEqual(["b1", "b2"]);
    expect(fake.atOnce()).toBe(1);
  });

  it("that fails in passing is tried again", async () => {
    fake.fails("createBackup", passing, passing);
    expect(await backedUp()).toMatchObject({ ok: true });
    expect(named("createBackup")).toHaveLength(3);
  });

  it("that fails leaves the good ones, and says why", async () => {
    await backedUp();
    fake.fails("createBackup", passing, passing, passing);
    expect(await backedUp(STATE)).toEqual({ ok: false, error: passing.toWire() });
    expect((await listBackups(storage)).map(({ id }) => id)).toEqual(["b1"]);
    fake.fails("createBackup", new OpenCodeKitError("disk_full", "No space."));
    expect(await backedUp()).toMatchObject({ ok: false, error: { code: "disk_full" } });
    expect(await backedUp()).toMatchObject({ ok: true });
  });

  it("beyond the fifth deletes the oldest, which may fail", async () => {
    fake.fails("deleteBackup", passing);
    for (let i = 0; i < 7; i++) await backedUp();
    expect((await listBackups(storage)).map(({ id }) => id)).toEqual(["b7", "b6", "b5", "b4", "b3"]);
    expect(named("deleteBackup")).toEqual(["deleteBackup b1", "deleteBackup b2", "deleteBackup b1"]);
  });

  it("is not made of a disk that is not the session's", async () => {
    await backedUp();
    fake.losesDisk();
    expect(await backedUp()).toMatchObject({ ok: false, error: { code: "sandbox_lost" } });
    expect((await listBackups(storage)).map(({ id }) => id)).toEqual(["b1"]);
  });
});

describe("a restore", () => {
  it("of nothing is none", async () => {
    expect(await restored()).toEqual({ fsRestored: false, sessionState: null });
    await updateSessionState(storage, STATE);
    expect(await restored()).toEqual({ fsRestored: false, sessionState: STATE });
    expect(named("restoreBackup")).toEqual([]);
  });

  it("leaves a disk that is still there as it is", async () => {
    await backedUp(STATE);
    expect(await restored()).toEqual({ fsRestored: false, sessionState: STATE });
  });

  it("puts the newest backup on another disk, once", async () => {
    await backedUp();
    await backedUp(STATE);
    fake.losesDisk();
    expect(await restored()).toEqual({ fsRestored: true, sessionState: STATE });
    expect(await restored()).toEqual({ fsRestored: false, sessionState: STATE });
    expect(named("restoreBackup")).toEqual(["restoreBackup b2"]);
  });

  it("takes the one before where the newest is gone, and says why where all are", async () => {
    await backedUp();
    await backedUp();
    fake.losesDisk();
    fake.fails("restoreBackup", lasting);
    expect(await restored()).toMatchObject({ fsRestored: true });
    expect(named("restoreBackup")).toEqual(["restoreBackup b2", "restoreBackup b1"]);
    fake.losesDisk();
    fake.fails("restoreBackup", lasting, lasting);
    expect(await restored()).toMatchObject({ fsRestored: false, sessionState: null, error: { code: "sandbox_lost" } });
  });

  it("that may come later is not given up", async () => {
    await backedUp();
    fake.losesDisk();
    fake.fails("restoreBackup", passing);
    await expect(restored()).rejects.toMatchObject({ code: "sandbox_lost", retryable: true });
    expect(await restored()).toMatchObject({ fsRestored: true });
  });

  it("reads what is kept as nothing where it is torn", async () => {
    await storage.put("opencode:session-state", "{");
    await storage.put("opencode:backups", "[");
    expect(await restored()).toEqual({ fsRestored: false, sessionState: null });
    expect(await listBackups(storage)).toEqual([]);
  });
});

it("state that cannot be kept is told to the log alone", async () => {
  const full: SessionStorage = { ...storage, put: () => Promise.reject(new Error("full")) };
  await expect(updateSessionState(full, STATE)).resolves.toBeUndefined();
  expect(console.error).toHaveBeenCalledTimes(1);
});
