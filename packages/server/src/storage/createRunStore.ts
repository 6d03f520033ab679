import type { RunChange, RunRecord, RunStore } from "@opencode-kit/client/room";

type Row = {
  id: string;
  kind: string;
  submit: string;
  created_at: number;
  position: number;
  session_id: string | null;
  after_message_id: string | null;
  is_held: number;
  is_prompted: number;
  is_stopping: number;
  ends_processes: number;
};

/** Columns of what can change, and how it is written. */
const COLUMNS: { readonly [K in keyof RunChange]-?: string } = {
  submit: "submit",
  position: "position",
  isHeld: "is_held",
  sessionId: "session_id",
  afterMessageId: "after_message_id",
  isPrompted: "is_prompted",
  isStopping: "is_stopping",
  endsProcesses: "ends_processes",
  isOver: "is_over",
};

/** The room's runs in the object's SQLite. */
export function createRunStore(sql: SqlStorage): RunStore {
  const rows = (query: string, ...values: readonly (string | number)[]): readonly RunRecord[] =>
    sql
      .exec<Row>(query, ...values)
      .toArray()
      .map(toRecord);
  const change: RunStore["change"] = (id, changed) => {
    for (const [key, value] of Object.entries(changed)) {
      sql.exec(`UPDATE runs SET ${COLUMNS[key as keyof RunChange]} = ? WHERE id = ?`, toValue(value), id);
    }
  };
  return {
    insert: ({ id, kind, submit, createdAt, ...rest }) => {
      sql.exec(
        "INSERT INTO runs (id, operation_id, kind, submit, created_at) VALUES (?, ?, ?, ?, ?)",
        id,
        submit.operationId,
        kind,
        JSON.stringify(submit),
        createdAt,
      );
      change(id, rest);
    },
    get: (id) => rows("SELECT * FROM runs WHERE id = ?", id)[0],
    change,
    listActive: () => rows("SELECT * FROM runs WHERE is_over = 0 ORDER BY position, rowid"),
    listBySession: (sessionId) => rows("SELECT * FROM runs WHERE session_id = ? ORDER BY created_at, rowid", sessionId),
    listExpired: (keep, before) =>
      rows(
        `SELECT * FROM runs WHERE is_over = 1 AND (created_at < ?1 OR rowid <= COALESCE(
           (SELECT rowid FROM runs ORDER BY rowid DESC LIMIT 1 OFFSET ?2), 0)) ORDER BY rowid`,
        before,
        keep,
      ).map(({ id }) => id),
    remove: (id) => void sql.exec("DELETE FROM runs WHERE id = ?", id),
  };
}

function toValue(value: unknown): string | number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "object") return JSON.stringify(value);
  return typeof value === "string" || typeof value === "number" ? value : null;
}

function toRecord(row: Row): RunRecord {
  return {
    id: row.id,
    kind: row.kind as RunRecord["kind"],
    submit: JSON.parse(row.submit) as RunRecord["submit"],
    createdAt: row.created_at,
    position: row.position,
    isHeld: row.is_held === 1,
    sessionId: row.session_id ?? undefined,
    afterMessageId: row.after_message_id ?? undefined,
    isPrompted: row.is_prompted === 1,
    isStopping: row.is_stopping === 1,
    endsProcesses: row.ends_processes === 1,
  };
}
