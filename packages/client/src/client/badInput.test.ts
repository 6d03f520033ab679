import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { arbitraryRun, START } from "../../tests/arbitraryRun.ts";
import { expectToShow } from "../../tests/expectToShow.ts";
import type { JsonValue, RunEvent, ServerMessage } from "../protocol/index.ts";
import { MAX_SERVER_MESSAGE_CHARS, runChannel } from "../protocol/index.ts";
import { ChannelLog } from "../room/ChannelLog.ts";
import { createMemoryLogStore } from "../room/createMemoryLogStore.ts";
import { createRunFold } from "../room/runFold.ts";
import type { RunState } from "../state/index.ts";
import { selectActivity, selectSummary, toRunOutput, toRunSnapshot, toUIMessages } from "../state/index.ts";
import { createFakeTransport } from "../testing/index.ts";
import { createOpenCodeClient } from "./createOpenCodeClient.ts";

const CHANNEL = runChannel("r");
const SNAPSHOT: ServerMessage = { type: "snapshot", channel: CHANNEL, epoch: "e", seq: 0, state: toRunSnapshot(START) };
const SUBSCRIBED: ServerMessage = { type: "subscribed", channel: CHANNEL, epoch: "e", seq: 0 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const room = createFakeTransport();
  const client = createOpenCodeClient({ transport: room.transport });
  const run = client.run("r");
  run.subscribe(() => undefined);
  room.accepts();
  return { room, client, run };
}

/** What a page does with a state: none of it may throw, whatever the state came from. */
function expectUsable(state: RunState): void {
  toRunSnapshot(state);
  toRunOutput(state);
  toUIMessages(state);
  selectActivity(state);
  selectSummary(state);
}

/** A client whose frames a hostile network handles, with a real log that answers it. */
function withRealLog() {
  const log = new ChannelLog<RunState, RunEvent>(
    CHANNEL,
    createRunFold(START, () => undefined),
    createMemoryLogStore(),
  );
  const { room, client, run } = setUp();
  let answered = 0;
  /** Answers what the client has asked since the last call. */
  const answer = (): void => {
    for (const message of room.sent.slice(answered)) {
      answered++;
      if (message.type !== "subscribe") continue;
      const { epoch, seq } = message;
      const cursor = epoch === undefined || seq === undefined ? undefined : { epoch, seq };
      for (const text of log.resume(cursor)) room.sendsRaw(text);
    }
  };
  answer();
  return { log, room, client, run, answer };
}

describe("frames that are lost, doubled, reordered or cut", () => {
  it("change nothing but the way to the same state", () => {
    const fault = fc.constantFrom("none", "none", "lose", "double", "later", "cut", "old");
    fc.assert(
      fc.property(arbitraryRun(60), fc.infiniteStream(fault), (events, faults) => {
        const { log, room, run, answer, client } = withRealLog();
        const sent: string[] = [];
        let held: string | undefined;
        for (let at = 0; at < events.length; at += 3) {
          log.append(events.slice(at, at + 3));
          const frame = log.flush() ?? "";
          sent.push(frame);
          const kind = faults.next().value;
          if (kind === "later") {
            held = frame;
            continue;
          }
          if (kind !== "lose") room.sendsRaw(kind === "cut" ? frame.slice(0, frame.length / 2) : frame);
          if (kind === "double") room.sendsRaw(frame);
          if (kind === "old") room.sendsRaw(sent[0] ?? "");
          if (held !== undefined) room.sendsRaw(held);
          held = undefined;
          answer();
        }
        log.append([{ type: "run.patch", patch: { title: "the end" } }]);
        room.sendsRaw(log.flush() ?? "");
        answer();
        expect(run.status.get().phase).toBe("live");
        expectToShow(run.get(), log.state);
        expectUsable(run.get());
        expect(client.stats().skippedEvents).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe("frames with hostile content", () => {
  it("never break a state: what cannot be used is counted and left out", () => {
    const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(arbitraryRun(40), fc.infiniteStream(fc.nat()), fc.infiniteStream(json), (events, choices, values) => {
        const { room, run } = setUp();
        room.sends(SNAPSHOT, SUBSCRIBED);
        let seq = 0;
        for (const event of events) {
          const spoilt = spoil(event as JsonValue, choices, values);
          room.sendsRaw(JSON.stringify({ type: "frame", channel: CHANNEL, seq: ++seq, events: [spoilt] }));
        }
        expectUsable(run.get());
        room.sends({
          type: "frame",
          channel: CHANNEL,
          seq: ++seq,
          events: [{ type: "run.patch", patch: { title: "fine" } }],
        });
        expect(run.get().title).toBe("fine");
      }),
      { numRuns: 150 },
    );
  });

  it("of a version to come are skipped and counted, with all that is known around them", () => {
    const { room, run, client } = setUp();
    const part = { id: "p", messageId: "m", sessionId: "s", type: "hologram" };
    const events = [
      { type: "run.dreams", of: "sheep" },
      { type: "part.set", part },
      { type: "run.patch", patch: { title: "known", mood: "new fields are fine" } },
      ["p", "an append", "with more"],
      null,
      [1, 2],
    ];
    room.sends(SNAPSHOT, SUBSCRIBED);
    room.sendsRaw(JSON.stringify({ type: "frame", channel: CHANNEL, seq: 1, events }));
    room.sendsRaw(JSON.stringify({ type: "telepathy", channel: CHANNEL }));
    expect(run.get().title).toBe("known");
    expect(client.stats()).toMatchObject({ skippedEvents: 4, unknownMessages: 1 });
  });
});

/** The event with one of its values, somewhere, exchanged or gone. */
function spoil(value: JsonValue, choices: Iterator<number>, values: Iterator<JsonValue>): JsonValue {
  const choice = choices.next().value as number;
  if (Array.isArray(value) || typeof value !== "object" || value === null) {
    return choice % 3 === 0 ? (values.next().value as JsonValue) : value;
  }
  const keys = Object.keys(value);
  const key = keys[choice % Math.max(1, keys.length)] ?? "";
  const { [key]: inner, ...others } = value as { readonly [key: string]: JsonValue };
  if (choice % 7 === 0 || inner === undefined) return others;
  return { ...others, [key]: spoil(inner, choices, values) };
}

describe("snapshots", () => {
  it("that cannot be read are asked for once more, then the channel says so and keeps what it has", () => {
    const { room, run } = setUp();
    const broken = JSON.stringify({ ...SNAPSHOT, state: { header: { id: "r" } } });
    room.sendsRaw(broken);
    room.sends(SUBSCRIBED);
    expect(room.sent.at(-1)).toEqual({ type: "subscribe", channel: CHANNEL });
    expect(room.sent).toHaveLength(2);
    room.sendsRaw(broken);
    room.sends(SUBSCRIBED);
    expect(room.sent).toHaveLength(2);
    expect(run.status.get()).toMatchObject({ phase: "error", error: { code: "bad_message" } });
    expectUsable(run.get());
  });

  it("with some entries that cannot be used show the others", () => {
    const { room, run, client } = setUp();
    const message = { id: "m1", sessionId: "ses_root", role: "assistant", createdAt: 1 };
    const state = { ...toRunSnapshot(START), messages: [message, { id: 5 }, null], parts: ["what"], pending: "none" };
    room.sendsRaw(JSON.stringify({ ...SNAPSHOT, state }));
    room.sends(SUBSCRIBED);
    expect([...run.get().messages].map(({ id }) => id)).toEqual(["m1"]);
    expect(client.stats().skippedEvents).toBe(3);
  });

  it("that nobody asked for do not take a run back in time", () => {
    const { room, run } = setUp();
    room.sends(SNAPSHOT, SUBSCRIBED);
    room.sends({ type: "frame", channel: CHANNEL, seq: 1, events: [{ type: "run.patch", patch: { title: "now" } }] });
    room.sends(SNAPSHOT);
    expect(run.get().title).toBe("now");
  });

  it("of another epoch replace what is known", () => {
    const { room, run } = setUp();
    room.sends(SNAPSHOT, SUBSCRIBED);
    room.sends({
      type: "frame",
      channel: CHANNEL,
      seq: 1,
      events: [{ type: "run.patch", patch: { title: "before" } }],
    });
    room.drops();
    room.accepts();
    expect(room.sent.at(-1)).toEqual({ type: "subscribe", channel: CHANNEL, epoch: "e", seq: 1 });
    room.sends({ ...SNAPSHOT, epoch: "e2" } as ServerMessage, { ...SUBSCRIBED, epoch: "e2" } as ServerMessage);
    expect(run.get().title).toBeUndefined();
    expect(run.status.get().phase).toBe("live");
  });
});

describe("messages", () => {
  it("that are oversized are not even parsed", () => {
    const { room, client } = setUp();
    room.sendsRaw(`{"type":"frame","pad":"${"x".repeat(MAX_SERVER_MESSAGE_CHARS)}"}`);
    expect(client.stats()).toMatchObject({ unknownMessages: 1 });
  });
});

describe("answers to commands", () => {
  it("that cannot be used are refused with the command's name, and the client goes on", async () => {
    const { room, client, run } = setUp();
    room.sends(SNAPSHOT, SUBSCRIBED);
    const asked = [
      client.getPart({ runId: "r", partId: "p" }),
      client.getPending("per_1"),
      client.getOutput({ runId: "r", partId: "p", offset: 0, limit: 10 }),
      client.getAttachment({ runId: "r", partId: "p" }),
      client.getDiff({ runId: "r", path: "a" }),
      client.listRunDiffs("r"),
      client.submit({ prompt: "x" }),
      client.linkArtifact("a"),
      client.getMessages({ runId: "r" }),
    ];
    const outcomes = Promise.allSettled(asked);
    for (const { id } of room.sent.filter((message) => message.type === "command")) {
      room.sends({
        type: "result",
        id,
        ok: true,
        value: { part: { id: 1 }, diffs: [null], diff: "x", text: 1 } as never,
      });
    }
    const refused = { status: "rejected", reason: { code: "bad_message" } };
    expect(await outcomes).toMatchObject(asked.map(() => refused));
    room.sends({ type: "frame", channel: CHANNEL, seq: 1, events: [{ type: "run.patch", patch: { title: "fine" } }] });
    expect(run.get().title).toBe("fine");
  });
});

describe("a client that was disposed", () => {
  it("keeps what it has, takes nothing more in, and starts nothing", async () => {
    const { room, client, run } = setUp();
    room.sends(SNAPSHOT, SUBSCRIBED);
    client.dispose();
    room.sends({ type: "frame", channel: CHANNEL, seq: 1, events: [{ type: "run.patch", patch: { title: "late" } }] });
    expect(run.get()).toMatchObject({ prompt: "go" });
    expect(run.get().title).toBeUndefined();
    expect(run.status.get().phase).toBe("stale");
    const sent = room.sent.length;
    const other = client.run("other");
    other.subscribe(() => undefined)();
    expect(other.get().status).toBe("queued");
    expect(other.status.get().phase).toBe("idle");
    await expect(run.loadOlder()).rejects.toMatchObject({ code: "disposed" });
    await vi.runAllTimersAsync();
    client.dispose();
    expect(room.sent).toHaveLength(sent);
  });
});
