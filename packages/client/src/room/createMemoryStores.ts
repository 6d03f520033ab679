import type { PromptAttachment } from "../protocol/index.ts";
import type { Answer, Operation, RoomStores, RunRecord, RunStore } from "./RoomStores.ts";

/** What a room keeps, as long as this process lives. */
export function createMemoryStores(): RoomStores {
  const operations = new Map<string, Operation>();
  const attachments = new Map<string, readonly PromptAttachment[]>();
  return {
    runs: createRunStore(),
    operations: {
      get: (id) => operations.get(id),
      set: (id, operation) => void operations.set(id, operation),
      removeOf: (runId) => {
        for (const [id, operation] of operations) if (operation.runId === runId) operations.delete(id);
      },
    },
    attachments: {
      get: (owner) => attachments.get(owner) ?? [],
      set: (owner, files) => void attachments.set(owner, files),
      remove: (owner) => void attachments.delete(owner),
    },
    values: createMap<unknown>(),
    answers: createMap<Answer>(),
  };
}

function createMap<T>(): {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  remove(key: string): void;
} {
  const entries = new Map<string, T>();
  return {
    get: (key) => entries.get(key),
    set: (key, value) => void entries.set(key, value),
    remove: (key) => void entries.delete(key),
  };
}

type Entry = RunRecord & { readonly isOver?: true };

function createRunStore(): RunStore {
  const runs = new Map<string, Entry>();
  return {
    insert: (record) => void runs.set(record.id, record),
    get: (id) => runs.get(id),
    change: (id, change) => {
      const entry = runs.get(id);
      if (entry !== undefined) runs.set(id, { ...entry, ...change });
    },
    listActive: () =>
      [...runs.values()].filter(({ isOver }) => isOver !== true).toSorted((a, b) => a.position - b.position),
    listBySession: (sessionId) => [...runs.values()].filter((run) => run.sessionId === sessionId),
    listExpired: (keep, before) => {
      const all = [...runs.values()];
      return all
        .filter(({ isOver, createdAt }, i) => isOver === true && (i < all.length - keep || createdAt < before))
        .map(({ id }) => id);
    },
    remove: (id) => void runs.delete(id),
  };
}
