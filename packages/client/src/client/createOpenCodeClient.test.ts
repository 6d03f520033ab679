import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunEvent, ServerMessage } from "../protocol/index.ts";
import { CLOSE_CODES } from "../protocol/index.ts";
import { initialRunState, selectPart, toRunSnapshot } from "../state/index.ts";
import { createFakeTransport } from "../testing/index.ts";
import { createOpenCodeClient } from "./createOpenCodeClient.ts";

const CHANNEL = "run:r1";
const START = toRunSnapshot(initialRunState({ id: "r1", prompt: "go", status: "working", createdAt: 1 }));

function setUp() {
  const room = createFakeTransport();
  const client = createOpenCodeClient({ transport: room.transport });
  return { room, client };
}

function snapshot(seq: number): ServerMessage {
  return { type: "snapshot", channel: CHANNEL, epoch: "e1", seq, state: START };
}

function subscribed(seq: number): ServerMessage {
  return { type: "subscribed", channel: CHANNEL, epoch: "e1", seq };
}

function frame(seq: number, ...events: RunEvent[]): ServerMessage {
  return { type: "frame", channel: CHANNEL, seq, events };
}

const title = (text: string): RunEvent => ({ type: "run.patch", patch: { title: text } });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("following a run", () => {
  it("shows the snapshot, then what frames add", () => {
    const { room, client } = setUp();
    const run = client.run("r1");
    run.subscribe(() => undefined);
    expect(run.status.get().phase).toBe("loading");
    room.accepts();
    expect(room.sent).toEqual([{ type: "subscribe", channel: CHANNEL }]);
    room.sends(snapshot(4), subscribed(4), frame(5, title("a"), title("b")));
    expect(run.get()).toMatchObject({ prompt: "go", title: "b" });
    expect(run.status.get().phase).toBe("live");
  });

  it("still tells what was known before the room answered", () => {
    const { room, client } = setUp();
    const run = client.run("r1");
    const stores = [run, run.status, client.connection];
    const before = stores.map((store) => store.get());
    run.subscribe(() => undefined);
    room.accepts();
    room.sends(snapshot(4), subscribed(4), frame(5, title("a")));
    expect(stores.map((store) => store.getInitial?.())).toEqual(before);
    expect(run.get()).not.toEqual(before[0]);
  });

  it("skips events that it has already", () => {
    const { room, client } = setUp();
    const run = client.run("r1");
    run.subscribe(() => undefined);
    room.accepts();
    room.sends(
      snapshot(4),
      subscribed(4),
      frame(5, title("a"), title("b")),
      frame(5, title("a"), title("b"), title("c")),
    );
    expect(run.get().title).toBe("c");
    room.sends(frame(3, title("old")));
    expect(run.get().title).toBe("c");
  });

  it("asks again when events are missing, from where it is", () => {
    const { room, client } = setUp();
    const run = client.run("r1");
    run.subscribe(() => undefined);
    room.accepts();
    room.sends(snapshot(4), subscribed(4), frame(9, title("late")));
    expect(run.get().title).toBeUndefined();
    expect(room.sent.at(-1)).toEqual({ type: "subscribe", channel: CHANNEL, epoch: "e1", seq: 4 });
  });

  it("resumes from its cursor after the connection broke", () => {
    const { room, client } = setUp();
    const run = client.run("r1");
    run.subscribe(() => undefined);
    room.accepts();
    room.sends(snapshot(4), subscribed(4), frame(5, title("a")));
    room.drops();
    expect(client.connection.get().status).toBe("reconnecting");
    expect(run.status.get().phase).toBe("stale");
    expect(run.get().title).toBe("a");
    room.accepts();
    expect(room.sent.at(-1)).toEqual({ type: "subscribe", channel: CHANNEL, epoch: "e1", seq: 5 });
    room.sends(subscribed(5));
    expect(run.status.get().phase).toBe("live");
  });

  it("notifies once a frame, and only those whose state changed", () => {
    const { room, client } = setUp();
    const onRun = vi.fn<() => void>();
    const onRoom = vi.fn<() => void>();
    client.run("r1").subscribe(onRun);
    client.room.subscribe(onRoom);
    room.accepts();
    room.sends(snapshot(0), subscribed(0));
    onRun.mockClear();
    room.sends(frame(1, title("a"), title("b"), title("c")));
    expect(onRun).toHaveBeenCalledTimes(1);
    expect(onRoom).not.toHaveBeenCalled();
  });

  it("leaves the channel a moment after the last listener, not on a remount", () => {
    const { room, client } = setUp();
    const run = client.run("r1");
    const leave = run.subscribe(() => undefined);
    room.accepts();
    leave();
    const leaveAgain = run.subscribe(() => undefined);
    vi.advanceTimersByTime(10_000);
    expect(room.sent).toHaveLength(1);
    leaveAgain();
    vi.advanceTimersByTime(10_000);
    expect(room.sent.at(-1)).toEqual({ type: "unsubscribe", channel: CHANNEL });
    expect(run.status.get().phase).toBe("idle");
  });

  it("keeps its state when events or messages make no sense", () => {
    const { room, client } = setUp();
    const run = client.run("r1");
    run.subscribe(() => undefined);
    room.accepts();
    room.sends(snapshot(0), subscribed(0));
    room.sendsRaw("{");
    room.sendsRaw(`{"type":"from.the.future"}`);
    room.sends(frame(1, { type: "part.append", id: "unknown", text: "x" }, { type: "warp" } as never, title("ok")));
    expect(run.get()).toMatchObject({ title: "ok", skippedEvents: 2 });
    expect(selectPart(run.get(), "unknown")).toBeUndefined();
    expect(client.stats().unknownMessages).toBe(2);
  });

  it("says why a channel cannot be followed", () => {
    const { room, client } = setUp();
    const run = client.run("r1");
    run.subscribe(() => undefined);
    room.accepts();
    const error = { code: "not_found", message: "There is no such run in this room." } as const;
    room.sends({ type: "channel.error", channel: CHANNEL, error });
    expect(run.status.get()).toEqual({ phase: "error", error });
  });
});

describe("commands", () => {
  it("resolve with the room's answer or reject with its code", async () => {
    const { room, client } = setUp();
    const submit = client.submit({ prompt: "go", operationId: "op" });
    room.accepts();
    expect(room.sent).toEqual([
      { type: "command", id: "c1", command: { name: "submit", operationId: "op", prompt: "go" } },
    ]);
    room.sends({ type: "result", id: "c1", ok: true, value: { runId: "r1", disposition: "started" } });
    await expect(submit).resolves.toEqual({ runId: "r1", disposition: "started" });
    const stop = client.stop("r9");
    room.sends({ type: "result", id: "c2", ok: false, error: { code: "not_found", message: "No such run." } });
    await expect(stop).rejects.toMatchObject({ code: "not_found", message: "No such run." });
  });

  it("are sent again after a reconnect until they are answered", async () => {
    const { room, client } = setUp();
    room.accepts();
    const submit = client.submit({ prompt: "go", operationId: "op" });
    room.accepts();
    room.drops();
    room.accepts();
    const ids = room.sent.filter((message) => message.type === "command").map((message) => message.id);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids)).toEqual(new Set(["c1"]));
    room.sends({ type: "result", id: "c1", ok: true, value: { runId: "r1", disposition: "started" } });
    await expect(submit).resolves.toEqual({ runId: "r1", disposition: "started" });
  });

  it("end in a timeout when the room does not answer", async () => {
    const { room, client } = setUp();
    const stop = client.stop("r1");
    room.accepts();
    const outcome = stop.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await outcome).toMatchObject({ code: "timeout" });
  });

  it("make a relative link absolute", async () => {
    const { room, client } = setUp();
    const link = client.linkArtifact("a.csv");
    room.accepts();
    const value = { url: "artifact?token=t", filename: "a.csv", size: 1, expiresAt: 2 };
    room.sends({ type: "result", id: "c1", ok: true, value });
    await expect(link).resolves.toMatchObject({
      url: "http://localhost/parties/open-code-room/test/artifact?token=t",
    });
  });
});

describe("a connection that cannot be", () => {
  it("is closed with the reason when the versions differ", async () => {
    const { room, client } = setUp();
    const stop = client.stop("r1");
    room.accepts({ protocol: 99 });
    expect(client.connection.get()).toMatchObject({ status: "closed", error: { code: "version_mismatch" } });
    await expect(stop).rejects.toMatchObject({ code: "version_mismatch" });
  });

  it("is closed with the reason when the room refuses the client", () => {
    const { room, client } = setUp();
    client.room.subscribe(() => undefined);
    room.refuses(CLOSE_CODES.unauthorized, "Sign in first.");
    expect(client.connection.get()).toMatchObject({
      status: "closed",
      error: { code: "unauthorized", message: "Sign in first." },
    });
  });

  it.each([
    [CLOSE_CODES.unauthorized, "unauthorized"],
    [CLOSE_CODES.expired, "token_expired"],
    [CLOSE_CODES.rateLimited, "rate_limited"],
    [CLOSE_CODES.badMessage, "bad_message"],
  ])("is closed with a reason also where %i comes with none", async (closeCode, code) => {
    const { room, client } = setUp();
    const stop = client.stop("r1");
    room.refuses(closeCode);
    expect(client.connection.get()).toMatchObject({
      status: "closed",
      error: { code, message: expect.stringMatching(/\w\.$/) as string },
    });
    await expect(stop).rejects.toMatchObject({ code });
  });

  it("is closed with what the room said before its close, which is exact", async () => {
    const { room, client } = setUp();
    const stop = client.stop("r1");
    const error = { code: "token_foreign", message: "The token is for another room." } as const;
    room.sends({ type: "refused", error });
    room.refuses(CLOSE_CODES.unauthorized, "The token is");
    expect(client.connection.get()).toEqual({ status: "closed", error });
    await expect(stop).rejects.toMatchObject(error);
    expect(client.stats().unknownMessages).toBe(0);
  });

  it("is not closed for what the room said before an earlier connection broke", () => {
    const { room, client } = setUp();
    client.room.subscribe(() => undefined);
    room.sends({ type: "refused", error: { code: "token_expired", message: "Over." } });
    room.drops();
    room.accepts();
    room.refuses(CLOSE_CODES.rateLimited, "Too much.");
    expect(client.connection.get().error).toEqual({ code: "rate_limited", message: "Too much." });
  });

  it("is none because a message was refused, which is counted", () => {
    const { room, client } = setUp();
    client.room.subscribe(() => undefined);
    room.accepts();
    room.sends({ type: "refused", error: { code: "rate_limited", message: "Slower.", retryable: true } });
    expect(client.connection.get().status).toBe("open");
    expect(client.stats().unknownMessages).toBe(1);
  });

  it("rejects commands after dispose", async () => {
    const { client } = setUp();
    client.dispose();
    await expect(client.stop("r1")).rejects.toMatchObject({ code: "disposed" });
  });
});

describe("an address", () => {
  it("is the transport's, or else of the client alone", () => {
    const { transport } = createFakeTransport();
    const address = { key: "https://example.com/parties/open-code-room/r", room: "r" };
    expect(createOpenCodeClient({ transport: { ...transport, address } }).address).toBe(address);
    const [first, second] = [createOpenCodeClient({ transport }), createOpenCodeClient({ transport })];
    expect(first.address.key).not.toBe(second.address.key);
    expect(first.address.room).toBeUndefined();
  });
});
