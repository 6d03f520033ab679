import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { lstat, open, readdir, realpath, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import type { FileEntry } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { FileListing } from "@opencode-kit/client/state";

const MAX_ENTRIES = 10_000;
const IGNORED = new Set([".git", "node_modules"]);

/** An open file of the workspace. The caller closes the handle. */
export type OpenFile = { readonly handle: FileHandle; readonly size: number; readonly modifiedAt: number };

/** Whether a path inside the workspace is left out of listings and of the watch. */
export function isIgnored(directory: string, path: string): boolean {
  return relative(directory, path)
    .split(sep)
    .some((name) => IGNORED.has(name));
}

/** Files and folders, the shallowest first, until there are `limit` (default 10,000). */
export async function listWorkspace(directory: string, limit = MAX_ENTRIES): Promise<FileListing> {
  const entries: FileEntry[] = [];
  const queue = [directory];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    const parent = folder;
    const names = (await readNames(parent)).filter((name) => !IGNORED.has(name)).sort();
    for (let at = 0; at < names.length; at += 256) {
      const some = names.slice(at, at + 256);
      for (const entry of await Promise.all(some.map((name) => describeFile(directory, join(parent, name))))) {
        if (entry === undefined) continue;
        if (entries.length === limit) return { entries, truncated: true };
        entries.push(entry);
        if (entry.kind === "directory") queue.push(join(directory, entry.path));
      }
    }
  }
  return { entries, truncated: false };
}

/** What is at an absolute path; undefined for nothing, and for what is neither a file nor a folder of the workspace. */
export async function describeFile(directory: string, path: string): Promise<FileEntry | undefined> {
  try {
    const own = await lstat(path);
    const name = toName(directory, path);
    if (own.isDirectory()) return { path: name, kind: "directory", modifiedAt: Math.round(own.mtimeMs) };
    if (own.isFile()) return { path: name, kind: "file", size: own.size, modifiedAt: Math.round(own.mtimeMs) };
    if (!own.isSymbolicLink()) return undefined;
    // A link to a folder is not followed: listings have no circles.
    const target = await realpath(path);
    const facts = await stat(target);
    if (!isInside(directory, target) || !facts.isFile()) return undefined;
    return { path: name, kind: "file", size: facts.size, modifiedAt: Math.round(facts.mtimeMs) };
  } catch {
    return undefined;
  }
}

/** Facts of a file or folder, by its path relative to the workspace. Throws `not_found`. */
export async function statWorkspace(directory: string, path: string): Promise<FileEntry> {
  const target = await resolveInside(directory, path);
  const entry = await describeFile(directory, target);
  if (entry === undefined) throw missing(path);
  return { ...entry, path: toName(directory, resolve(directory, path)) };
}

/** Opens a file by its path relative to the workspace. Throws `not_found` for folders, devices and what is outside. */
export async function openWorkspaceFile(directory: string, path: string): Promise<OpenFile> {
  const target = await resolveInside(directory, path);
  // The path has no links now. NOFOLLOW keeps one from being put there since; NONBLOCK keeps a pipe from hanging.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(target, flags).catch(() => undefined);
  if (handle === undefined) throw missing(path);
  try {
    const facts = await handle.stat();
    if (!facts.isFile() || (await realpath(target)) !== target) throw missing(path);
    return { handle, size: facts.size, modifiedAt: Math.round(facts.mtimeMs) };
  } catch (error) {
    await handle.close();
    throw error instanceof OpenCodeKitError ? error : missing(path);
  }
}

async function resolveInside(directory: string, path: string): Promise<string> {
  if (path === "" || path.includes("\0")) throw missing(path);
  const target = await realpath(resolve(directory, path)).catch(() => undefined);
  if (target === undefined || !isInside(directory, target)) throw missing(path);
  return target;
}

function isInside(directory: string, path: string): boolean {
  return path.startsWith(directory + sep);
}

function toName(directory: string, path: string): string {
  return relative(directory, path).split(sep).join("/");
}

async function readNames(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

function missing(path: string): OpenCodeKitError {
  return new OpenCodeKitError("not_found", `There is no file ${JSON.stringify(path.slice(0, 200))} in the workspace.`);
}
