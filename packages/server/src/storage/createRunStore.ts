import type { SubmitCommand } from "@opencode-kit/client/protocol";
import type { AnswerStore, RunRecord, RunStore } from "@opencode-kit/client/room";

type Row = {
  id: string;
  submit: string;
  created_at: number;
  session_id: string | null;
  after_message_id: string | null;
  is_prompted: number;
  is_stopping: number;
};

/** The room's runs in the object's SQLite. */
export function createRunStore(sql: SqlStorage): RunStore {
  const rows = (query: string, ...values: readonly (string | number)[]): readonly RunRecord[] =>
    sql
      .exec<Row>(query, ...values)
      .toArray()
      .map(toRecord);
  return {
    insert: ({ id, submit, createdAt }) => {
      sql.exec(
        "INSERT INTO runs (id, operation_id, submit, created_at) VALUES (?, ?, ?, ?)",
        id,
        submit.operationId,
        JSON.stringify(submit),
        createdAt,
      );
    },
    findByOperation: (operationId) => rows("SELECT * FROM runs WHERE operation_id = ?", operationId)[0],
    get: (id) => rows("SELECT * FROM runs WHERE id = ?", id)[0],
    listActive: () => rows("SELECT * FROM runs WHERE is_over = 0 ORDER BY created_at, rowid"),
    listBySession: (sessionId) => rows("SELECT * FROM runs WHERE session_id = ? ORDER BY created_at, rowid", sessionId),
    listExpired: (keep, before) =>
      rows(
        `SELECT * FROM runs WHERE is_over = 1 AND (created_at < ?1 OR rowid <= COALESCE(
           (SELECT rowid FROM runs ORDER BY rowid DESC LIMIT 1 OFFSET ?2), 0)) ORDER BY rowid`,
        before,
        keep,
      ).map(({ id }) => id),
    setSession: (id, sessionId, afterMessageId) => {
      sql.exec(
        "UPDATE runs SET session_id = ?, after_message_id = ? WHERE id = ?",
        sessionId,
        afterMessageId ?? null,
        id,
      );
    },
    setPrompted: (id) => void sql.exec("UPDATE runs SET is_prompted = 1 WHERE id = ?", id),
    setStopping: (id) => void sql.exec("UPDATE runs SET is_stopping = 1 WHERE id = ?", id),
    setOver: (id) => void sql.exec("UPDATE runs SET is_over = 1 WHERE id = ?", id),
    remove: (id) => void sql.exec("DELETE FROM runs WHERE id = ?", id),
  };
}

function toRecord(row: Row): RunRecord {
  return {
    id: row.id,
    submit: JSON.parse(row.submit) as SubmitCommand,
    createdAt: row.created_at,
    sessionId: row.session_id ?? undefined,
    afterMessageId: row.after_message_id ?? undefined,
    isPrompted: row.is_prompted === 1,
    isStopping: row.is_stopping === 1,
  };
}

/** The answers that people gave, in the object's SQLite. */
export function createAnswerStore(sql: SqlStorage): AnswerStore {
  return {
    get: (requestId) =>
      sql.exec<{ reply: string }>("SELECT reply FROM answers WHERE request_id = ?", requestId).toArray()[0]?.reply,
    set: (requestId, reply) =>
      void sql.exec(
        "INSERT OR IGNORE INTO answers (request_id, reply, answered_at) VALUES (?, ?, ?)",
        requestId,
        reply,
        Date.now(),
      ),
  };
}
