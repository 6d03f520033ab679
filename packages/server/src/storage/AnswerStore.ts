/** Which answer a request got, so that a repeated answer is told from a second one. */
export type AnswerStore = {
  get(requestId: string): string | undefined;
  set(requestId: string, reply: string): void;
};

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
