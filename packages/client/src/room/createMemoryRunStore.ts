import type { AnswerStore, RunRecord, RunStore } from "./RunStore.ts";

type Entry = RunRecord & { readonly isOver: boolean };

/** Runs that are known as long as this process lives. */
export function createMemoryRunStore(): RunStore {
  const runs = new Map<string, Entry>();
  const change = (id: string, patch: Partial<Entry>): void => {
    const entry = runs.get(id);
    if (entry !== undefined) runs.set(id, { ...entry, ...patch });
  };
  return {
    insert: (record) => void runs.set(record.id, { ...record, isOver: false }),
    findByOperation: (operationId) => [...runs.values()].find(({ submit }) => submit.operationId === operationId),
    get: (id) => runs.get(id),
    listActive: () => [...runs.values()].filter(({ isOver }) => !isOver),
    listBySession: (sessionId) => [...runs.values()].filter((run) => run.sessionId === sessionId),
    listExpired: (keep, before) => {
      const all = [...runs.values()];
      return all
        .filter(({ isOver, createdAt }, i) => isOver && (i < all.length - keep || createdAt < before))
        .map(({ id }) => id);
    },
    setSession: (id, sessionId, afterMessageId) => change(id, { sessionId, afterMessageId }),
    setPrompted: (id) => change(id, { isPrompted: true }),
    setStopping: (id) => change(id, { isStopping: true }),
    setOver: (id) => change(id, { isOver: true }),
    remove: (id) => void runs.delete(id),
  };
}

export function createMemoryAnswerStore(): AnswerStore {
  const answers = new Map<string, string>();
  return {
    get: (requestId) => answers.get(requestId),
    set: (requestId, reply) => {
      if (!answers.has(requestId)) answers.set(requestId, reply);
    },
  };
}
