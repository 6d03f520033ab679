import type { JsonObject, RoomBackup } from "@opencode-kit/client/protocol";

/** A backup that was made to its end. */
export type StoredBackup = RoomBackup & {
  /** What the sandbox needs to find it again. */
  readonly handle: JsonObject;
};

/** The room's backups. One that is still made, or failed, is not among them. */
export type BackupStore = {
  /** Puts a backup at the head of the list, where it may be already. */
  add(backup: StoredBackup): void;
  get(id: string): StoredBackup | undefined;
  /** The last added first. */
  list(): readonly StoredBackup[];
  remove(id: string): void;
};
