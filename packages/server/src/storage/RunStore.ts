import type { SubmitCommand } from "@opencode-kit/client/protocol";

/** What a run needs to go on after the object slept or was evicted; its transcript is in the channel's log. */
export type RunRecord = {
  readonly id: string;
  readonly submit: SubmitCommand;
  readonly createdAt: number;
  readonly sessionId: string | undefined;
  /** Messages of the session up to this id belong to earlier runs. */
  readonly afterMessageId: string | undefined;
  /** Whether the prompt was handed to OpenCode. */
  readonly isPrompted: boolean;
  readonly isStopping: boolean;
};

type Row = {
  id: string;
  submit: string;
  created_at: number;
  session_id: string | null;
  after_message_id: string | null;
  is_prompted: number;
  is_stopping: number;
};

export type RunStore = {
  insert(id: string, submit: SubmitCommand, createdAt: number): void;
  findByOperation(operationId: string): RunRecord | undefined;
  get(id: string): RunRecord | undefined;
  /** Runs that have not ended, oldest first. */
  listActive(): readonly RunRecord[];
  setSession(id: string, sessionId: string, afterMessageId: string | undefined): void;
  setPrompted(id: string): void;
  setStopping(id: string): void;
  setOver(id: string): void;
};

export function createRunStore(sql: SqlStorage): RunStore {
  return {
    insert: (id, submit, createdAt) => {
      sql.exec(
        "INSERT INTO runs (id, operation_id, submit, created_at) VALUES (?, ?, ?, ?)",
        id,
        submit.operationId,
        JSON.stringify(submit),
        createdAt,
      );
    },
    findByOperation: (operationId) =>
      toRecord(sql.exec<Row>("SELECT * FROM runs WHERE operation_id = ?", operationId).toArray()[0]),
    get: (id) => toRecord(sql.exec<Row>("SELECT * FROM runs WHERE id = ?", id).toArray()[0]),
    listActive: () =>
      sql
        .exec<Row>("SELECT * FROM runs WHERE is_over = 0 ORDER BY created_at, rowid")
        .toArray()
        .map((row) => toRecord(row))
        .filter((record) => record !== undefined),
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
  };
}

function toRecord(row: Row | undefined): RunRecord | undefined {
  if (row === undefined) return undefined;
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
