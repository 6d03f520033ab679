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
  sql.exec(`CREATE INDEX IF NOT EXISTS runs_by_session ON runs (session_id)`);
  sql.exec(`CREATE TABLE IF NOT EXISTS channels (
    channel TEXT PRIMARY KEY,
    epoch TEXT NOT NULL,
    rows_seq INTEGER NOT NULL DEFAULT 0,
    snapshot TEXT
  )`);
  sql.exec(`CREATE TABLE IF NOT EXISTS frames (
    channel TEXT NOT NULL,
    seq INTEGER NOT NULL,
    chunk INTEGER NOT NULL,
    last INTEGER NOT NULL,
    at INTEGER NOT NULL,
    events TEXT NOT NULL,
    PRIMARY KEY (channel, seq, chunk)
  )`);
  sql.exec(`CREATE INDEX IF NOT EXISTS frames_by_last ON frames (channel, last)`);
  sql.exec(`CREATE TABLE IF NOT EXISTS entities (
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    chunk INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (channel, key, chunk)
  )`);
  sql.exec(`CREATE TABLE IF NOT EXISTS outputs (
    channel TEXT NOT NULL,
    part_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    chars INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (channel, part_id, start)
  )`);
  sql.exec(`CREATE TABLE IF NOT EXISTS answers (
    request_id TEXT PRIMARY KEY,
    reply TEXT NOT NULL,
    answered_at INTEGER NOT NULL
  )`);
}
