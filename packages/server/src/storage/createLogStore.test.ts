import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { LogStore } from "@opencode-kit/client/room";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryRun, START } from "../../../client/tests/arbitraryRun.ts";
import { runLogLaws } from "../../../client/tests/runLogLaws.ts";
import { createLogStore } from "./createLogStore.ts";
import { createSchema } from "./createSchema.ts";

/** Runs the test on a database of its own. */
function withStore(test: (store: LogStore, sql: SqlStorage) => void): Promise<void> {
  return runInDurableObject(env.OpenCodeRoom.get(env.OpenCodeRoom.newUniqueId()), (_room, state) => {
    const { sql } = state.storage;
    createSchema(sql);
    test(createLogStore(sql), sql);
  });
}

const CHANNEL = "run:r";
const CHECKPOINT = { goneKeys: [], snapshot: "{}", keepFrom: 0, keepSince: 0 };

describe("a log in SQLite", () => {
  it("keeps the law for every run, batching and moment", async () => {
    const runs = fc.sample(fc.tuple(arbitraryRun(80), fc.infiniteStream(fc.nat({ max: 9 }))), 40);
    for (const [events, choices] of runs) {
      await withStore((store) => runLogLaws(START, events, choices, store));
    }
  });

  it("is found again under its epoch, with its last event", () =>
    withStore((store, sql) => {
      const { epoch } = store.open(CHANNEL);
      store.append(CHANNEL, { seq: 1, last: 3, events: "[1,2,3]" });
      store.append(CHANNEL, { seq: 4, last: 4, events: "[4]" });
      expect(createLogStore(sql).open(CHANNEL)).toEqual({ epoch, seq: 4, rowsSeq: 0, snapshot: undefined });
      expect(store.framesAfter(CHANNEL, 2)).toEqual([
        { seq: 1, last: 3, events: "[1,2,3]" },
        { seq: 4, last: 4, events: "[4]" },
      ]);
      expect(store.framesAfter(CHANNEL, 4)).toEqual([]);
    }));

  it("takes frames and entities that are larger than one value may be", () =>
    withStore((store) => {
      store.open(CHANNEL);
      const large = `${"€😀".repeat(500_000)}`;
      const events = JSON.stringify([["prt_1", large]]);
      store.append(CHANNEL, { seq: 1, last: 1, events });
      store.append(CHANNEL, { seq: 2, last: 2, events: "[2]" });
      expect(store.framesAfter(CHANNEL, 0)[0]?.events === events).toBe(true);
      store.checkpoint(CHANNEL, {
        ...CHECKPOINT,
        seq: 1,
        rows: [
          ["a", "1"],
          ["b", "small"],
          ["c", "3"],
        ],
      });
      store.checkpoint(CHANNEL, { ...CHECKPOINT, seq: 2, rows: [["b", large]] });
      expect(store.rows(CHANNEL).map(([key, body]) => [key, body.length])).toEqual([
        ["a", 1],
        ["b", large.length],
        ["c", 1],
      ]);
      store.checkpoint(CHANNEL, { ...CHECKPOINT, seq: 2, rows: [["b", "small again"]], goneKeys: ["a"] });
      expect(store.rows(CHANNEL)).toEqual([
        ["b", "small again"],
        ["c", "3"],
      ]);
    }));

  it("drops frames by count and by age, and keeps the snapshot of its rows", () =>
    withStore((store) => {
      store.open(CHANNEL);
      for (let seq = 1; seq <= 10; seq++) store.append(CHANNEL, { seq, last: seq, events: "[0]" });
      store.checkpoint(CHANNEL, { ...CHECKPOINT, seq: 10, rows: [], keepFrom: 4 });
      expect(store.framesAfter(CHANNEL, 0).map(({ seq }) => seq)).toEqual([4, 5, 6, 7, 8, 9, 10]);
      expect(store.open(CHANNEL)).toMatchObject({ seq: 10, rowsSeq: 10, snapshot: "{}" });
      store.append(CHANNEL, { seq: 11, last: 11, events: "[0]" });
      expect(store.open(CHANNEL)).toMatchObject({ seq: 11, rowsSeq: 10, snapshot: "{}" });
      store.checkpoint(CHANNEL, { ...CHECKPOINT, seq: 11, rows: [], keepSince: Date.now() + 1_000 });
      expect(store.framesAfter(CHANNEL, 0)).toEqual([]);
      expect(store.open(CHANNEL)).toMatchObject({ seq: 11, rowsSeq: 11 });
    }));

  it("has every piece of an output, also where a character was cut in two", () =>
    withStore((store) => {
      const { outputs } = store;
      const pieces = ["start \ud83d", "\ude00 middle ", "x".repeat(450_000), "😀".repeat(150_000), "end"];
      for (const piece of pieces) outputs.append(CHANNEL, "p", piece);
      const whole = pieces.join("");
      for (const [offset, limit] of [
        [0, whole.length],
        [5, 10],
        [449_990, 400_000],
        [whole.length - 4, 100],
        [whole.length + 1, 10],
      ] as const) {
        expect(outputs.read(CHANNEL, "p", offset, limit)).toEqual({
          text: whole.slice(offset, offset + limit),
          chars: whole.length,
        });
      }
      expect(outputs.read(CHANNEL, "other", 0, 10)).toEqual({ text: "", chars: 0 });
      outputs.clear(CHANNEL, "p");
      expect(outputs.read(CHANNEL, "p", 0, 10)).toEqual({ text: "", chars: 0 });
    }));

  it("forgets a channel whole, and no other", () =>
    withStore((store) => {
      for (const channel of [CHANNEL, "room"] as const) {
        store.open(channel);
        store.append(channel, { seq: 1, last: 1, events: "[1]" });
        store.checkpoint(channel, { ...CHECKPOINT, seq: 1, rows: [["a", "1"]] });
        store.outputs.append(channel, "p", "text");
      }
      store.drop(CHANNEL);
      expect(store.open(CHANNEL)).toMatchObject({ seq: 0, rowsSeq: 0 });
      expect([store.rows(CHANNEL), store.outputs.read(CHANNEL, "p", 0, 9).text]).toEqual([[], ""]);
      expect([store.rows("room"), store.outputs.read("room", "p", 0, 9).text]).toEqual([[["a", "1"]], "text"]);
    }));
});
