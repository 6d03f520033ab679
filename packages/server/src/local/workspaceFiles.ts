import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { lstat, open, readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { FileEntry } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { FileListing } from "@opencode-kit/client/state";
import { createIgnoreRules } from "../sandbox/ignoreRules.ts";
import { readIgnoreFile } from "./readIgnoreFile.ts";

const MAX_ENTRIES = 10_000;

/** An open file of the workspace. The caller closes the handle. */
export type OpenFile = { readonly handle: FileHandle; readonly size: number; readonly modifiedAt: number };

/** Files and folders that are not ignored, the shallowest first, until there are `limit` (default 10,000). */
export async function listWorkspace(directory: string, limit = MAX_ENTRIES): Promise<FileListing> {
  const rules = createIgnoreRules();
  const entries: FileEntry[] = [];
  const queue = [directory];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    const names = await readNames(folder);
    if (names.includes(".gitignore")) rules.set(toName(directory, folder), readIgnoreFile(folder));
    for await (const entry of describeAll(directory, folder, names)) {
      if (rules.isIgnored(entry.path, entry.kind === "directory")) continue;
      if (entries.length === limit) return { entries, truncated: true };
      entries.push(entry);
      if (entry.kind === "directory") queue.push(join(directory, entry.path));
    }
  }
  return { entries, truncated: false };
}

/**
 * What is directly in a folder, by its path relative to the workspace, which is itself `""`; ignored files too, `.git`
 * not. Throws `not_found`, `outside_workspace` or `bad_request`.
 */
export async function listFolder(directory: string, path: string, limit = MAX_ENTRIES): Promise<FileListing> {
  const folder = path === "" ? directory : await resolveInside(directory, path);
  if (!(await stat(folder)).isDirectory()) throw missing(path);
  const names = (await readNames(folder)).filter((name) => name !== ".git");
  const entries: FileEntry[] = [];
  for await (const { path: own, ...facts } of describeAll(directory, folder, names)) {
    if (entries.length === limit) return { entries, truncated: true };
    // By the path that was asked for, where a link leads to the folder.
    entries.push({ path: toName(directory, join(directory, path, own.split("/").at(-1) ?? "")), ...facts });
  }
  return { entries, truncated: false };
}

async function* describeAll(directory: string, folder: string, names: readonly string[]): AsyncGenerator<FileEntry> {
  for (let at = 0; at < names.length; at += 256) {
    const some = names.slice(at, at + 256);
    for (const entry of await Promise.all(some.map((name) => describeFile(directory, join(folder, name))))) {
      if (entry !== undefined) yield entry;
    }
  }
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

/**
 * Facts of a file or folder, by its path relative to the workspace. Throws `not_found`, `outside_workspace` or
 * `bad_request`.
 */
export async function statWorkspace(directory: string, path: string): Promise<FileEntry> {
  const target = await resolveInside(directory, path);
  const entry = await describeFile(directory, target);
  if (entry === undefined) throw missing(path);
  return { ...entry, path: toName(directory, resolve(directory, path)) };
}

/**
 * Opens a file by its path relative to the workspace. Throws `is_directory`, `outside_workspace`, `bad_request`, or
 * `not_found`, also for devices and pipes.
 */
export async function openWorkspaceFile(directory: string, path: string): Promise<OpenFile> {
  const target = await resolveInside(directory, path);
  // The path has no links now. NOFOLLOW keeps one from being put there since; NONBLOCK keeps a pipe from hanging.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(target, flags).catch(() => undefined);
  if (handle === undefined) throw missing(path);
  try {
    const facts = await handle.stat();
    if (facts.isDirectory()) {
      throw new OpenCodeKitError("is_directory", `${quote(path)} is a folder: name one of the files in it.`);
    }
    if (!facts.isFile() || (await realpath(target)) !== target) throw missing(path);
    return { handle, size: facts.size, modifiedAt: Math.round(facts.mtimeMs) };
  } catch (error) {
    await handle.close();
    throw error instanceof OpenCodeKitError ? error : missing(path);
  }
}

async function resolveInside(directory: string, path: string): Promise<string> {
  if (path === "" || path.includes("\0") || isAbsolute(path)) {
    const message = `${quote(path)} is not a path of the workspace: name a file relative to it.`;
    throw new OpenCodeKitError("bad_request", message);
  }
  const asked = resolve(directory, path);
  if (!isInside(directory, asked)) throw outside(path);
  const target = await realpath(asked).catch(() => undefined);
  if (target === undefined) throw missing(path);
  if (!isInside(directory, target)) throw outside(path);
  return target;
}

function isInside(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory + sep);
}

function toName(directory: string, path: string): string {
  return relative(directory, path).split(sep).join("/");
}

async function readNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

function quote(path: string): string {
  return JSON.stringify(path.slice(0, 200));
}

function missing(path: string): OpenCodeKitError {
  return new OpenCodeKitError("not_found", `There is no file ${quote(path)} in the workspace: list its files again.`);
}

function outside(path: string): OpenCodeKitError {
  const message = `${quote(path)} leads out of the workspace: only files in it can be read.`;
  return new OpenCodeKitError("outside_workspace", message);
}
