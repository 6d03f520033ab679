import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { SandboxBackup } from "../sandbox/SandboxPort.ts";
import { copyTree } from "./copyTree.ts";
import { toDiskError } from "./toDiskError.ts";
import { unlessMissing } from "./unlessMissing.ts";

const BACKUP_ID = /^[\w-]{1,64}$/;
/** What a backup holds. */
const PARTS = ["workspace", "home"] as const;
const CACHES = new Set([".cache", "tmp", ".npm/_cacache"]);

/** In `backups`: copies that are not complete. In the sandbox's folder: a restored state before and after it counts. */
const [PARTIAL, RESTORING, RESTORED, REPLACED] = ["partial", "restoring", "restored", "replaced"] as const;

export type BackupFolders = {
  /** The sandbox's own folder. */
  readonly folder: string;
  /** Where its backups are, each in a folder named by its id. */
  readonly backups: string;
};

/**
 * Copies workspace and agent's home, less caches, while the agent runs. A backup appears under its id once it is
 * complete. Throws `disk_full`, or `backup_failed`.
 *
 * @param copy - Default: {@link copyTree}.
 */
export async function createBackup(
  { folder, backups }: BackupFolders,
  signal?: AbortSignal,
  copy = copyTree,
): Promise<SandboxBackup> {
  const createdAt = Date.now();
  const id = `${createdAt.toString(36)}-${randomBytes(6).toString("hex")}`;
  const partial = join(backups, PARTIAL);
  try {
    // What a host that was killed has left there.
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    let size = 0;
    for (const part of PARTS) {
      const skip = (path: string): boolean => part === "home" && CACHES.has(path);
      size += await copy(join(folder, part), join(partial, part), { skip, signal });
    }
    signal?.throwIfAborted();
    await rename(partial, join(backups, id));
    return { id, createdAt, size, handle: { id } };
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof OpenCodeKitError) throw error;
    const message = "The sandbox could not be copied: try again, and look at the log of the sandbox host.";
    throw toDiskError(error) ?? new OpenCodeKitError("backup_failed", message, { cause: error, retryable: true });
  }
}

/** Rejects with `backup_missing` where there is no such backup. */
export async function expectBackup(backups: string, id: string): Promise<string> {
  const path = join(backups, id);
  const found = isId(id) ? await unlessMissing(readdir(path)) : undefined;
  if (found === undefined || PARTS.some((part) => !found.includes(part))) {
    const message = `There is no backup ${JSON.stringify(id.slice(0, 64))} of this sandbox: choose another one.`;
    throw new OpenCodeKitError("backup_missing", message);
  }
  return path;
}

/**
 * Puts a backup in the place of workspace and home, which nothing may use meanwhile. Until the copy is complete they
 * stay as they are; then {@link finishRestore} swaps them, also after the host was killed in between. Throws
 * `backup_missing` or `disk_full`.
 */
export async function restoreBackup({ folder, backups }: BackupFolders, id: string): Promise<void> {
  const backup = await expectBackup(backups, id);
  const restoring = join(folder, RESTORING);
  try {
    await rm(restoring, { recursive: true, force: true });
    await mkdir(restoring, { recursive: true });
    for (const part of PARTS) await copyTree(join(backup, part), join(restoring, part));
    await rename(restoring, join(folder, RESTORED));
  } catch (error) {
    await rm(restoring, { recursive: true, force: true }).catch(() => undefined);
    throw toDiskError(error) ?? error;
  }
  await finishRestore(folder);
}

/** Brings a restore to its end that has a complete copy; drops one that has not. */
export async function finishRestore(folder: string): Promise<void> {
  const [restored, replaced] = [join(folder, RESTORED), join(folder, REPLACED)];
  for (const part of (await unlessMissing(readdir(restored))) ?? []) {
    await mkdir(replaced, { recursive: true });
    await rm(join(replaced, part), { recursive: true, force: true });
    await unlessMissing(rename(join(folder, part), join(replaced, part)));
    await rename(join(restored, part), join(folder, part));
  }
  for (const left of [RESTORING, RESTORED, REPLACED]) await rm(join(folder, left), { recursive: true, force: true });
}

/** Also resolves where there is no such backup. */
export async function deleteBackup(backups: string, id: string): Promise<void> {
  if (!isId(id)) return;
  // Under another name first: a backup of which some is gone must not look like one.
  const partial = join(backups, PARTIAL);
  await rm(partial, { recursive: true, force: true });
  await unlessMissing(rename(join(backups, id), partial));
  await rm(partial, { recursive: true, force: true });
}

/** No other name leads to another folder. */
function isId(id: string): boolean {
  return BACKUP_ID.test(id) && id !== PARTIAL;
}
