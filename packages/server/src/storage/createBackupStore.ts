import type { JsonObject } from "@opencode-kit/client/protocol";
import { defined } from "@opencode-kit/client/protocol";
import type { BackupStore, StoredBackup } from "./BackupStore.ts";

type Row = { id: string; created_at: number; size: number | null; handle: string };

export function createBackupStore(sql: SqlStorage): BackupStore {
  return {
    add: ({ id, createdAt, size, handle }) =>
      void sql.exec(
        "INSERT OR REPLACE INTO backups (id, created_at, size, handle) VALUES (?, ?, ?, ?)",
        id,
        createdAt,
        size ?? null,
        JSON.stringify(handle),
      ),
    get: (id) => sql.exec<Row>("SELECT * FROM backups WHERE id = ?", id).toArray().map(toBackup)[0],
    list: () => sql.exec<Row>("SELECT * FROM backups ORDER BY rowid DESC").toArray().map(toBackup),
    remove: (id) => void sql.exec("DELETE FROM backups WHERE id = ?", id),
  };
}

function toBackup({ id, created_at: createdAt, size, handle }: Row): StoredBackup {
  return { id, createdAt, handle: JSON.parse(handle) as JsonObject, ...defined({ size: size ?? undefined }) };
}
