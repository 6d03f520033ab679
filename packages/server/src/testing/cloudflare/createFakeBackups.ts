import { randomUUID } from "node:crypto";
import { cp, lstat, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BackupOptions, DirectoryBackup, RestoreBackupResult } from "@cloudflare/sandbox";
import { fakeError } from "./fakeErrors.ts";

const COPY = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, filter: isCopied } as const;

export type FakeBackups = {
  create(options: BackupOptions): Promise<DirectoryBackup>;
  restore(backup: DirectoryBackup): Promise<RestoreBackupResult>;
  list(): Promise<readonly string[]>;
  readonly bucket: {
    head(key: string): Promise<{ readonly size: number } | null>;
    delete(keys: string[]): Promise<void>;
  };
};

/** The SDK's backups with copies of folders in place of archives, and a folder in place of the bucket. */
export function createFakeBackups(folder: string): FakeBackups {
  const objectOf = (key: string): string => join(folder, key.replace(/^backups\//, ""));
  return {
    create: async ({ dir, ttl = 259_200, localBucket }) => {
      const id = randomUUID();
      await mkdir(join(folder, id), { recursive: true });
      await cp(dir, join(folder, id, "data.sqsh"), COPY);
      await writeFile(join(folder, id, "meta.json"), JSON.stringify({ id, dir, ttl, createdAt: new Date() }));
      return localBucket === true ? { id, dir, localBucket } : { id, dir };
    },
    restore: async ({ id, dir }) => {
      const text = await readFile(join(folder, id, "meta.json"), "utf8").catch(() => undefined);
      if (text === undefined) throw fakeError("BACKUP_NOT_FOUND", `Backup not found: ${id}.`, { backupId: id }, 404);
      const { createdAt, ttl } = JSON.parse(text) as { createdAt: string; ttl: number };
      if (Date.now() > Date.parse(createdAt) + ttl * 1000)
        throw fakeError("BACKUP_EXPIRED", `Backup ${id} has expired`);
      await rm(dir, { recursive: true, force: true });
      await cp(join(folder, id, "data.sqsh"), dir, COPY);
      return { success: true, dir, id };
    },
    list: () => readdir(folder).catch(() => []),
    bucket: {
      head: async (key) => {
        const size = await sizeOf(objectOf(key)).catch(() => undefined);
        return size === undefined ? null : { size };
      },
      delete: async (keys) => {
        for (const key of keys) await rm(objectOf(key), { recursive: true, force: true });
        for (const id of await readdir(folder).catch(() => [])) {
          if ((await readdir(join(folder, id))).length === 0) await rm(join(folder, id), { recursive: true });
        }
      },
    },
  };
}

async function sizeOf(path: string): Promise<number> {
  const facts = await stat(path);
  if (!facts.isDirectory()) return facts.size;
  let size = 0;
  for (const name of await readdir(path)) size += await sizeOf(join(path, name)).catch(() => 0);
  return size;
}

/** Files that vanish meanwhile are left out, as an archiver does. */
async function isCopied(source: string): Promise<boolean> {
  const facts = await lstat(source).catch(() => undefined);
  return facts !== undefined && (facts.isFile() || facts.isDirectory() || facts.isSymbolicLink());
}
