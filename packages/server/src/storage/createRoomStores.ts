import type {
  Answer,
  AnswerStore,
  AttachmentStore,
  Operation,
  OperationStore,
  RoomStores,
  ValueStore,
} from "@opencode-kit/client/room";
import type { PromptAttachment } from "@opencode-kit/client/protocol";
import { createRunStore } from "./createRunStore.ts";

/** A value of SQLite in a Durable Object is at most 2 MB. */
const CHUNK_CHARS = 1_000_000;
/** Answers are remembered for this long, in ms: whoever answers later is told that the request is unknown. */
const ANSWER_MS = 30 * 24 * 60 * 60_000;

/** Everything that a room keeps beside its channels' logs, in the object's SQLite. */
export function createRoomStores(sql: SqlStorage): RoomStores {
  return {
    runs: createRunStore(sql),
    operations: createOperationStore(sql),
    attachments: createAttachmentStore(sql),
    values: createValueStore(sql),
    answers: createAnswerStore(sql),
  };
}

function createOperationStore(sql: SqlStorage): OperationStore {
  return {
    get: (id) => {
      const [row] = sql
        .exec<{ run_id: string; request: string; result: string }>("SELECT * FROM operations WHERE id = ?", id)
        .toArray();
      if (row === undefined) return undefined;
      const operation: Operation = { runId: row.run_id, request: row.request, result: JSON.parse(row.result) };
      return operation;
    },
    set: (id, { runId, request, result }) =>
      void sql.exec(
        "INSERT OR REPLACE INTO operations (id, run_id, request, result) VALUES (?, ?, ?, ?)",
        id,
        runId,
        request,
        JSON.stringify(result),
      ),
    removeOf: (runId) => void sql.exec("DELETE FROM operations WHERE run_id = ?", runId),
  };
}

function createAttachmentStore(sql: SqlStorage): AttachmentStore {
  const remove = (owner: string): void => void sql.exec("DELETE FROM attachments WHERE owner = ?", owner);
  return {
    get: (owner) => {
      const files: PromptAttachment[] = [];
      type Row = { chunk: number; mime: string; filename: string | null; base64: string };
      const rows = sql.exec<Row>("SELECT * FROM attachments WHERE owner = ? ORDER BY number, chunk", owner);
      for (const { chunk, mime, filename, base64 } of rows) {
        const last = files.at(-1);
        if (chunk > 0 && last !== undefined) files[files.length - 1] = { ...last, base64: last.base64 + base64 };
        else files.push({ mime, base64, ...(filename === null ? {} : { filename }) });
      }
      return files;
    },
    set: (owner, files) => {
      remove(owner);
      for (const [number, { mime, filename, base64 }] of files.entries()) {
        for (let start = 0; start === 0 || start < base64.length; start += CHUNK_CHARS) {
          sql.exec(
            "INSERT INTO attachments (owner, number, chunk, mime, filename, base64) VALUES (?, ?, ?, ?, ?, ?)",
            owner,
            number,
            start / CHUNK_CHARS,
            mime,
            filename ?? null,
            base64.slice(start, start + CHUNK_CHARS),
          );
        }
      }
    },
    remove,
  };
}

function createValueStore(sql: SqlStorage): ValueStore {
  return {
    get: (key) => {
      const [row] = sql.exec<{ body: string }>("SELECT body FROM room_values WHERE key = ?", key).toArray();
      return row === undefined ? undefined : (JSON.parse(row.body) as unknown);
    },
    set: (key, value) =>
      void sql.exec("INSERT OR REPLACE INTO room_values (key, body) VALUES (?, ?)", key, JSON.stringify(value)),
    remove: (key) => void sql.exec("DELETE FROM room_values WHERE key = ?", key),
  };
}

function createAnswerStore(sql: SqlStorage): AnswerStore {
  return {
    get: (requestId) => {
      const [row] = sql.exec<{ body: string }>("SELECT body FROM answers WHERE request_id = ?", requestId).toArray();
      return row === undefined ? undefined : (JSON.parse(row.body) as Answer);
    },
    set: (requestId, answer) => {
      const body = JSON.stringify(answer);
      sql.exec("INSERT OR REPLACE INTO answers (request_id, body, at) VALUES (?, ?, ?)", requestId, body, answer.at);
      sql.exec("DELETE FROM answers WHERE at < ?", answer.at - ANSWER_MS);
    },
    remove: (requestId) => void sql.exec("DELETE FROM answers WHERE request_id = ?", requestId),
  };
}
