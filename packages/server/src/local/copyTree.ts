import type { Dirent } from "node:fs";
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, readlink, stat, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { copyDatabase } from "./copyDatabase.ts";
import { unlessMissing } from "./unlessMissing.ts";

const AT_ONCE = 16;

export type CopyTreeOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Whether to leave something out, by its path below `from`, `/` between names. Default: nothing. */
  readonly skip?: (path: string) => boolean;
};

/**
 * Copies a folder whose files are in use; resolves with the bytes of its files. Links are copied as they are, modes and
 * times are kept, sockets, pipes and devices left out; what vanishes meanwhile is not in the copy. A file system that
 * can shares the bytes until either side is written.
 */
export async function copyTree(from: string, to: string, options: CopyTreeOptions = {}): Promise<number> {
  return copyFolder(from, to, "", options);
}

async function copyFolder(from: string, to: string, path: string, options: CopyTreeOptions): Promise<number> {
  options.signal?.throwIfAborted();
  const facts = await stat(from);
  const entries = await readdir(from, { withFileTypes: true });
  await mkdir(to, { recursive: true, mode: facts.mode | constants.S_IRWXU });
  const names = new Set(entries.map(({ name }) => name));
  const wanted = entries.filter(({ name }) => !isTransient(name, names) && options.skip?.(`${path}${name}`) !== true);
  let bytes = 0;
  for (const entry of wanted.filter((each) => each.isDirectory())) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    bytes += (await unlessMissing(copyFolder(source, target, `${path}${entry.name}/`, options))) ?? 0;
  }
  const others = wanted.filter((each) => !each.isDirectory());
  for (let at = 0; at < others.length; at += AT_ONCE) {
    options.signal?.throwIfAborted();
    const some = others.slice(at, at + AT_ONCE);
    const sizes = await Promise.all(some.map((entry) => unlessMissing(copyEntry(entry, from, to, names))));
    bytes += sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  }
  await utimes(to, facts.atime, facts.mtime);
  return bytes;
}

async function copyEntry(entry: Dirent, from: string, to: string, names: ReadonlySet<string>): Promise<number> {
  const [source, target] = [join(from, entry.name), join(to, entry.name)];
  if (entry.isSymbolicLink()) {
    await symlink(await readlink(source), target);
    return 0;
  }
  if (!entry.isFile()) return 0;
  if (names.has(`${entry.name}-wal`)) return copyDatabase(source, target);
  const facts = await stat(source);
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  await utimes(target, facts.atime, facts.mtime);
  return facts.size;
}

/** What belongs to a process that runs: it is copied with its database, or would lock the copy for ever. */
function isTransient(name: string, names: ReadonlySet<string>): boolean {
  const database = /^(.+)-(?:wal|shm)$/.exec(name)?.[1];
  if (database !== undefined) return names.has(database);
  return name === "index.lock" && names.has("HEAD");
}
