import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { RunRecord, RunStore } from "@opencode-kit/client/room";
import { createMemoryStores } from "@opencode-kit/client/room";
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
  ["memory", async (test) => test(createMemoryStores().runs)],
];

const record = (n: number): RunRecord => ({
  id: `run${n}`,
  kind: "prompt",
  submit: { name: "submit", operationId: `op${n}`, prompt: `do ${n}` },
  createdAt: n * 1_000,
  position: n,
  isHeld: false,
  sessionId: undefined,
  afterMessageId: undefined,
  isPrompted: false,
  isStopping: false,
  endsProcesses: false,
});

describe.each(STORES)("runs in %s", (_kind, withStore) => {
  it("are found by id and session, with what was changed of them", () =>
    withStore((store) => {
      for (let n = 1; n <= 3; n++) store.insert(record(n));
      const submit = { ...record(2).submit, prompt: "else" };
      const change = {
        sessionId: "ses",
        afterMessageId: "msg",
        isPrompted: true,
        isStopping: true,
        isHeld: true,
        submit,
      };
      store.change("run2", change);
      store.change("run3", { sessionId: "ses", afterMessageId: undefined, position: 1.5 });
      store.change("run1", { isOver: true });
      const second = { ...record(2), ...change };
      expect(store.get("run2")).toMatchObject(second);
      expect(store.listBySession("ses").map(({ id }) => id)).toEqual(["run2", "run3"]);
      expect(store.listActive().map(({ id }) => id)).toEqual(["run3", "run2"]);
      expect(store.get("none")).toBeUndefined();
    }));

  it("expire by count and by age, but never while they are active", () =>
    withStore((store) => {
      for (let n = 1; n <= 10; n++) store.insert(record(n));
      for (const n of [1, 2, 4, 5, 8, 9]) store.change(`run${n}`, { isOver: true });
      expect(store.listExpired(100, 0)).toEqual([]);
      expect(store.listExpired(5, 0)).toEqual(["run1", "run2", "run4", "run5"]);
      expect(store.listExpired(100, 2_500)).toEqual(["run1", "run2"]);
      for (const id of store.listExpired(5, 0)) store.remove(id);
      expect(store.get("run1")).toBeUndefined();
      expect(store.get("run3")).toBeDefined();
    }));
});
