/** Tables of a room. Statements are idempotent: they run at each start of the object. */
export function createSchema(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY,
    operation_id TEXT NOT NULL UNIQUE,
    session_id TEXT,
    after_message_id TEXT,
    is_prompted INTEGER NOT NULL DEFAULT 0,
    is_over INTEGER NOT NULL DEFAULT 0,
    is_stopping INTEGER NOT NULL DEFAULT 0,
    submit TEXT NOT NULL,
    created_at INTEGER NOT NULL
  )`);
  sql.exec(`CREATE TABLE IF NOT EXISTS channels (channel TEXT PRIMARY KEY, epoch TEXT NOT NULL)`);
  sql.exec(`CREATE TABLE IF NOT EXISTS frames (
    channel TEXT NOT NULL,
    seq INTEGER NOT NULL,
    events TEXT NOT NULL,
    PRIMARY KEY (channel, seq)
  )`);
  sql.exec(`CREATE TABLE IF NOT EXISTS snapshots (
    channel TEXT NOT NULL,
    chunk INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (channel, chunk)
  )`);
  sql.exec(`CREATE TABLE IF NOT EXISTS answers (
    request_id TEXT PRIMARY KEY,
    reply TEXT NOT NULL,
    answered_at INTEGER NOT NULL
  )`);
}
