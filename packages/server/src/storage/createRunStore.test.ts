import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { RunRecord, RunStore } from "@opencode-kit/client/room";
import { createMemoryRunStore } from "@opencode-kit/client/room";
import { describe, expect, it } from "vitest";
import { createRunStore } from "./createRunStore.ts";
import { createSchema } from "./createSchema.ts";

const STORES: readonly [string, (test: (store: RunStore) => void) => Promise<void>][] = [
  [
    "SQLite",
    (test) =>
      runInDurableObject(env.OpenCodeRoom.get(env.OpenCodeRoom.newUniqueId()), (_room, state) => {
        createSchema(state.storage.sql);
        test(createRunStore(state.storage.sql));
      }),
  ],
  ["memory", async (test) => test(createMemoryRunStore())],
];

const record = (n: number): RunRecord => ({
  id: `run${n}`,
  submit: { name: "submit", operationId: `op${n}`, prompt: `do ${n}` },
  createdAt: n * 1_000,
  sessionId: undefined,
  afterMessageId: undefined,
  isPrompted: false,
  isStopping: false,
});

describe.each(STORES)("runs in %s", (_kind, withStore) => {
  it("are found by id, operation and session, with what was saved of them", () =>
    withStore((store) => {
      for (let n = 1; n <= 3; n++) store.insert(record(n));
      store.setSession("run2", "ses", "msg");
      store.setSession("run3", "ses", undefined);
      store.setPrompted("run2");
      store.setStopping("run2");
      store.setOver("run1");
      const second = { ...record(2), sessionId: "ses", afterMessageId: "msg", isPrompted: true, isStopping: true };
      expect(store.get("run2")).toMatchObject(second);
      expect(store.findByOperation("op2")).toMatchObject(second);
      expect(store.listBySession("ses").map(({ id }) => id)).toEqual(["run2", "run3"]);
      expect(store.listActive().map(({ id }) => id)).toEqual(["run2", "run3"]);
      expect(store.get("none")).toBeUndefined();
    }));

  it("expire by count and by age, but never while they are active", () =>
    withStore((store) => {
      for (let n = 1; n <= 10; n++) store.insert(record(n));
      for (const n of [1, 2, 4, 5, 8, 9]) store.setOver(`run${n}`);
      expect(store.listExpired(100, 0)).toEqual([]);
      expect(store.listExpired(5, 0)).toEqual(["run1", "run2", "run4", "run5"]);
      expect(store.listExpired(100, 2_500)).toEqual(["run1", "run2"]);
      for (const id of store.listExpired(5, 0)) store.remove(id);
      expect(store.get("run1")).toBeUndefined();
      expect(store.get("run3")).toBeDefined();
    }));
});
