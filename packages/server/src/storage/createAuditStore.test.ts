import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { AuditStore } from "./createAuditStore.ts";
import { createAuditStore } from "./createAuditStore.ts";
import { createSchema } from "./createSchema.ts";

function withStore(test: (store: AuditStore, count: (where: string) => unknown) => void): Promise<void> {
  return runInDurableObject(env.OpenCodeRoom.get(env.OpenCodeRoom.newUniqueId()), (_room, { storage: { sql } }) => {
    createSchema(sql);
    test(createAuditStore(sql), (where) => sql.exec(`SELECT COUNT(*) AS n FROM audit WHERE ${where}`).one()["n"]);
  });
}

const act = (target: string) => ({ action: "stop", role: "owner", target }) as const;

describe("the audit's store", () => {
  it("keeps what came of an entry", () =>
    withStore((store) => {
      const done = store.add(act(""));
      store.settle(done, { target: "run1" });
      const failed = store.add({ ...act("run2"), user: { id: "u1", name: "Ada" }, detail: "x" });
      store.settle(failed, { refused: "not_found" });
      expect(store.list()).toEqual([
        {
          ...act("run2"),
          id: failed,
          at: expect.any(Number),
          user: { id: "u1", name: "Ada" },
          detail: "x",
          refused: "not_found",
        },
        { ...act("run1"), id: done, at: expect.any(Number) },
      ]);
    }));

  it("lists 50 by default, and 200 at most", () =>
    withStore((store) => {
      for (let n = 0; n < 250; n++) store.add(act(`run${n}`));
      expect(store.list()).toHaveLength(50);
      expect(store.list({ limit: 1_000 })).toHaveLength(200);
      expect(store.list({ limit: 0 })).toHaveLength(1);
      expect(store.list({ before: 1 })).toEqual([]);
    }));

  it("forgets the oldest, and never what was done for what was refused", () =>
    withStore((store, count) => {
      for (let n = 0; n < 8_500; n++) store.add(act(`run${n}`));
      for (let n = 0; n < 5_000; n++) store.add({ ...act(`bad${n}`), refused: "forbidden" });
      expect(count("refused IS NULL")).toBe(8_000);
      expect(count("refused IS NOT NULL")).toBe(2_000);
      expect(store.list({ limit: 1 })).toMatchObject([{ target: "bad4999" }]);
      expect(store.list({ limit: 1, before: 8_501 })).toMatchObject([{ target: "run8499" }]);
    }));
});
