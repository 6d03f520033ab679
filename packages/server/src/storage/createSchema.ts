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
  addColumn(sql, "runs", "kind", "TEXT NOT NULL DEFAULT 'prompt'");
  addColumn(sql, "runs", "position", "REAL NOT NULL DEFAULT 0");
  addColumn(sql, "runs", "is_held", "INTEGER NOT NULL DEFAULT 0");
  addColumn(sql, "runs", "ends_processes", "INTEGER NOT NULL DEFAULT 0");
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
  // Rooms that were made before answers had names keep none of them.
  if (hasColumn(sql, "answers", "reply")) sql.exec("DROP TABLE answers");
  sql.exec(`CREATE TABLE IF NOT EXISTS answers (
    request_id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    at INTEGER NOT NULL
  )`);
  sql.exec(`CREATE INDEX IF NOT EXISTS answers_by_time ON answers (at)`);
  sql.exec(`CREATE TABLE IF NOT EXISTS operations (
    id TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    request TEXT NOT NULL,
    result TEXT NOT NULL
  )`);
  sql.exec(`CREATE INDEX IF NOT EXISTS operations_by_run ON operations (run_id)`);
  sql.exec(`CREATE TABLE IF NOT EXISTS attachments (
    owner TEXT NOT NULL,
    number INTEGER NOT NULL,
    chunk INTEGER NOT NULL,
    mime TEXT NOT NULL,
    filename TEXT,
    base64 TEXT NOT NULL,
    PRIMARY KEY (owner, number, chunk)
  )`);
  sql.exec(`CREATE TABLE IF NOT EXISTS room_values (
    key TEXT PRIMARY KEY,
    body TEXT NOT NULL
  )`);
  sql.exec(`CREATE TABLE IF NOT EXISTS backups (
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    size INTEGER,
    handle TEXT NOT NULL
  )`);
  sql.exec(`CREATE TABLE IF NOT EXISTS used_tokens (
    id TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL
  )`);
  sql.exec(`CREATE INDEX IF NOT EXISTS used_tokens_by_expiry ON used_tokens (expires_at)`);
  sql.exec(`CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    user TEXT,
    role TEXT,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    detail TEXT,
    refused TEXT
  )`);
  sql.exec(`CREATE INDEX IF NOT EXISTS audit_done ON audit (id) WHERE refused IS NULL`);
  sql.exec(`CREATE INDEX IF NOT EXISTS audit_refused ON audit (id) WHERE refused IS NOT NULL`);
}

/** A column that tables of earlier versions lack. */
function addColumn(sql: SqlStorage, table: string, column: string, definition: string): void {
  if (!hasColumn(sql, table, column)) sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`);
}

function hasColumn(sql: SqlStorage, table: string, column: string): boolean {
  return sql.exec(`SELECT 1 FROM pragma_table_info('${table}') WHERE name = '${column}'`).toArray().length > 0;
}
