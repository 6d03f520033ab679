import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type {
  FrameMessage,
  RunEvent,
  RunSnapshot,
  ServerMessage,
  SnapshotMessage,
} from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { fromRunSnapshot, initialRunState, reduceRun, reduceRunAll, toRunSnapshot } from "@opencode-kit/client/state";
import { describe, expect, it } from "vitest";
import { ChannelLog } from "./ChannelLog.ts";
import { createMemoryFrameStore } from "./createMemoryFrameStore.ts";
import type { FrameStore } from "./FrameStore.ts";
import { createFrameStore } from "./FrameStore.ts";

const INITIAL = initialRunState({ id: "r", prompt: "go", status: "working", createdAt: 0 });
const FOLD = { initial: INITIAL, reduce: reduceRun, toSnapshot: toRunSnapshot, fromSnapshot: fromRunSnapshot };

function openLog(store: FrameStore): ChannelLog<RunState, RunEvent> {
  return new ChannelLog<RunState, RunEvent>("run:r", FOLD, store);
}

/** A run in which a text of `words` words is written, with other changes between them. */
function* written(words: number): IterableIterator<readonly RunEvent[]> {
  yield [
    { type: "message.set", message: { id: "m", sessionId: "s", role: "assistant", createdAt: 1 } },
    { type: "part.set", part: { id: "p", messageId: "m", sessionId: "s", type: "text", text: "" } },
  ];
  for (let i = 0; i < words; i++) {
    yield [
      { type: "part.append", id: "p", text: `word${i} ` },
      { type: "part.append", id: "p", text: "and " },
      ...(i % 7 === 0 ? [{ type: "run.patch", patch: { title: `title ${i}` } } satisfies RunEvent] : []),
    ];
  }
}

/** What a viewer has after these messages, from the state that it had before. */
function viewed(before: RunState, messages: readonly string[], seq: number): RunState {
  let state = before;
  let last = seq;
  for (const text of messages) {
    const message = JSON.parse(text) as ServerMessage;
    if (message.type === "snapshot") state = fromRunSnapshot((message as SnapshotMessage).state as RunSnapshot);
    if (message.type !== "frame") continue;
    const { seq: first, events } = message as FrameMessage;
    expect(first).toBeLessThanOrEqual(last + 1);
    state = reduceRunAll(state, events.slice(last + 1 - first) as readonly RunEvent[]);
    last = first + events.length - 1;
  }
  return state;
}

const STORES: readonly [string, (test: (store: FrameStore) => void) => Promise<void>][] = [
  [
    "SQLite",
    (test) =>
      runInDurableObject(env.OpenCodeRoom.get(env.OpenCodeRoom.newUniqueId()), (_room, state) => {
        state.storage.sql.exec("CREATE TABLE channels (channel TEXT PRIMARY KEY, epoch TEXT NOT NULL)");
        state.storage.sql.exec(
          "CREATE TABLE frames (channel TEXT, seq INTEGER, events TEXT, PRIMARY KEY (channel, seq))",
        );
        state.storage.sql.exec(
          "CREATE TABLE snapshots (channel TEXT, chunk INTEGER, seq INTEGER, body TEXT, PRIMARY KEY (channel, chunk))",
        );
        test(createFrameStore(state.storage.sql));
      }),
  ],
  [
    "memory",
    (test) => {
      test(createMemoryFrameStore());
      return Promise.resolve();
    },
  ],
];

describe.each(STORES)("a log in %s", (kind, withStore) => {
  it("brings a viewer from any event to the state that it has itself", () =>
    withStore((store) => {
      const log = openLog(store);
      const states: { seq: number; state: RunState }[] = [{ seq: 0, state: INITIAL }];
      let seq = 0;
      for (const events of written(60)) {
        log.append(events);
        const frame = JSON.parse(log.flush() ?? "{}") as FrameMessage;
        seq = frame.seq + frame.events.length - 1;
        states.push({ seq, state: log.state });
      }
      for (const { seq: known, state } of states) {
        const messages = log.resume({ epoch: log.epoch, seq: known });
        expect(toRunSnapshot(viewed(state, messages, known))).toEqual(toRunSnapshot(log.state));
      }
      expect(toRunSnapshot(viewed(INITIAL, log.resume(undefined), 0))).toEqual(toRunSnapshot(log.state));
      expect(log.resume({ epoch: "another", seq })[0]).toContain(`"snapshot"`);
      expect(log.resume({ epoch: log.epoch, seq: seq + 5 })[0]).toContain(`"snapshot"`);
    }));

  it("compacts, and still knows everything", () =>
    withStore((store) => {
      const log = openLog(store);
      for (const events of written(3_000)) {
        log.append(events);
        log.flush();
      }
      expect(store.framesAfter("run:r", 0).length).toBeLessThan(2_000);
      expect(toRunSnapshot(viewed(INITIAL, log.resume({ epoch: log.epoch, seq: 0 }), 0))).toEqual(
        toRunSnapshot(log.state),
      );
      if (kind !== "SQLite") return;
      const reopened = openLog(store);
      expect(reopened.epoch).toBe(log.epoch);
      expect(toRunSnapshot(reopened.state)).toEqual(toRunSnapshot(log.state));
    }));

  it("keeps a snapshot that is larger than one value of the database may be", () =>
    withStore((store) => {
      const log = openLog(store);
      log.append([...written(1)].flat());
      log.append([{ type: "part.append", id: "p", text: "€".repeat(1_500_000) }]);
      log.compact();
      expect(toRunSnapshot(openLog(store).state)).toEqual(toRunSnapshot(log.state));
    }));
});
