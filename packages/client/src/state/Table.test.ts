import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Table } from "./Table.ts";

type Entry = { readonly id: string; readonly value: number };

describe("Table", () => {
  it("behaves as a Map does, over any order of changes", () => {
    const change = fc.record({
      id: fc.integer({ min: 0, max: 200 }).map(String),
      value: fc.integer(),
      isDelete: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 400 }), (changes) => {
        const model = new Map<string, Entry>();
        let table = Table.empty<Entry>();
        for (const { id, value, isDelete } of changes) {
          if (isDelete) model.delete(id);
          else model.set(id, { id, value });
          table = isDelete ? table.delete(id) : table.set({ id, value });
        }
        expect(table.size).toBe(model.size);
        expect([...table].sort(byId)).toEqual([...model.values()].sort(byId));
        for (const entry of model.values()) expect(table.get(entry.id)).toEqual(entry);
      }),
    );
  });

  it("keeps older tables as they were", () => {
    const first = Table.from([{ id: "a", value: 1 }]);
    const second = first.set({ id: "b", value: 2 }).set({ id: "a", value: 3 });
    expect([...first]).toEqual([{ id: "a", value: 1 }]);
    expect(first.get("b")).toBeUndefined();
    expect([...second]).toEqual([
      { id: "a", value: 3 },
      { id: "b", value: 2 },
    ]);
  });

  it("keeps two successors of one table apart", () => {
    const base = Table.from([{ id: "a", value: 1 }]);
    const left = base.set({ id: "left", value: 2 });
    const right = base.set({ id: "right", value: 3 }).set({ id: "left", value: 4 });
    expect(left.get("left")?.value).toBe(2);
    expect(left.get("right")).toBeUndefined();
    expect(right.get("right")?.value).toBe(3);
    expect(right.get("left")?.value).toBe(4);
    expect(left.set({ id: "more", value: 5 }).get("left")?.value).toBe(2);
  });

  it("is the same object when nothing changes", () => {
    const entry = { id: "a", value: 1 };
    const table = Table.from([entry]);
    expect(table.set(entry)).toBe(table);
    expect(table.delete("unknown")).toBe(table);
  });
});

function byId(a: Entry, b: Entry): number {
  return a.id < b.id ? -1 : 1;
}
