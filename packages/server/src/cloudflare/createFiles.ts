import type { FileEntry } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { FileListing } from "@opencode-kit/client/state";
import type { ByteRange, FileBody } from "../sandbox/SandboxPort.ts";
import type { Shell } from "./createShell.ts";
import { toFields } from "./createShell.ts";
import { LIST_FILES, LIST_FOLDER, MAX_ENTRIES, READ_BYTES, STAT_FILE } from "./fileScripts.ts";
import type { SandboxSdk } from "./SandboxSdk.ts";
import { sandboxError, toSandboxError } from "./toSandboxError.ts";
import { withDeadline } from "./withDeadline.ts";
import { EXITS } from "./workspaceScript.ts";

const OPEN_MS = 60_000;
/** Bytes that one command hands over of a part of a file. */
const CHUNK = 1024 * 1024;

/** A record of the scripts. `k` says only that the path counts. */
export type FileRecord = {
  readonly type: string;
  readonly size: number;
  readonly modifiedAt: number;
  readonly path: string;
};

export type Files = {
  listFiles(signal?: AbortSignal): Promise<FileListing>;
  listFolder(path: string, signal?: AbortSignal): Promise<FileListing>;
  statFile(path: string): Promise<FileEntry>;
  readFile(path: string, range?: ByteRange): Promise<FileBody>;
};

export function createFiles(sdk: Pick<SandboxSdk, "readFile">, shell: Shell, directory: string, home: string): Files {
  const list = async (script: string, arg: string, signal?: AbortSignal): Promise<readonly FileRecord[]> =>
    toRecords(await shell.run(script, [directory, arg, String(MAX_ENTRIES)], { signal, exits: EXITS }));

  const resolve = async (path: string): Promise<FileRecord> => {
    const inside = toInside(path);
    if (inside === ".") throw badPath();
    const output = await naming(path, shell.run(STAT_FILE, [directory, inside], { exits: EXITS }));
    const [record] = toRecords(output);
    if (record === undefined) throw named("not_found", path);
    return record;
  };

  return {
    listFiles: async (signal) => toListing((await list(LIST_FILES, home, signal)).map(toEntry)),
    listFolder: async (path, signal) => {
      const inside = toInside(path);
      const prefix = inside === "." ? "" : `${inside}/`;
      const records = await naming(path, list(LIST_FOLDER, inside, signal));
      return toListing(records.map((record) => ({ ...toEntry(record), path: prefix + record.path })));
    },
    statFile: async (path) => ({ ...toEntry(await resolve(path)), path: toInside(path) }),
    readFile: async (path, range) => {
      if (range !== undefined) checkRange(range);
      const { type, size, path: target } = await resolve(path);
      if (type === "d") throw named("is_directory", path);
      const offset = Math.min(range?.offset ?? 0, size);
      const length = Math.min(range?.length ?? size, size - offset);
      if (length === 0) return { body: new Blob([]).stream(), size, offset, length };
      const body = length === size ? await readWhole(sdk, target) : readPart(shell, target, offset, length);
      return { body: endedAfter(body, length), size, offset, length };
    },
  };
}

export function toRecords(output: Uint8Array): readonly FileRecord[] {
  return toFields(output).map((record) => {
    // Only the path can hold a tab.
    const [type = "", size = "", seconds = "", ...path] = record.split("\t");
    return {
      type,
      size: Number(size),
      modifiedAt: Math.round(Number(seconds) * 1000),
      path: path.join("\t").replace(/^\.\//, ""),
    };
  });
}

export function toEntry({ type, size, modifiedAt, path }: FileRecord): FileEntry {
  return type === "d" ? { path, kind: "directory", modifiedAt } : { path, kind: "file", size, modifiedAt };
}

function toListing(entries: readonly FileEntry[]): FileListing {
  return { entries: entries.slice(0, MAX_ENTRIES), truncated: entries.length > MAX_ENTRIES };
}

/** A path of the workspace without dots; `.` is the workspace itself. Links are judged in the sandbox. */
function toInside(path: string): string {
  if (path.includes("\0") || path.startsWith("/")) throw badPath();
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) throw named("outside_workspace", path);
  }
  return names.length === 0 ? "." : names.join("/");
}

function checkRange({ offset, length = 0 }: ByteRange): void {
  if ([offset, length].every((each) => Number.isSafeInteger(each) && each >= 0)) return;
  const message = "A range of a file is counted in whole bytes from 0: correct its offset or length.";
  throw new OpenCodeKitError("bad_request", message);
}

function badPath(): OpenCodeKitError {
  const message = "A file is named by its path relative to the workspace, without NUL: correct the path.";
  return new OpenCodeKitError("bad_request", message);
}

async function readWhole(sdk: Pick<SandboxSdk, "readFile">, target: string): Promise<ReadableStream<Uint8Array>> {
  try {
    return (await withDeadline(sdk.readFile(target, { encoding: "none" }), OPEN_MS)).content;
  } catch (error) {
    throw toSandboxError(error);
  }
}

/** A part of a file, a command for each MiB as the reader asks for it: the SDK reads files from their start only. */
function readPart(shell: Shell, target: string, offset: number, length: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull: async (controller) => {
      const count = Math.min(CHUNK, length - at);
      const bytes = await shell.run(READ_BYTES, [target, String(offset + at), String(count)]);
      at += count;
      if (bytes.length > 0) controller.enqueue(bytes);
      if (at >= length || bytes.length < count) controller.close();
    },
  });
}

/** At most so many bytes: a file that grows meanwhile is sent as long as it was said to be. */
function endedAfter(body: ReadableStream<Uint8Array>, length: number): ReadableStream<Uint8Array> {
  let left = length;
  const reader = body.getReader();
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { value, done } = await reader.read();
        if (done) {
          if (left > 0) throw new Error(`The file ended ${left} bytes early.`);
          controller.close();
          return;
        }
        const bytes = value.subarray(0, left);
        left -= bytes.length;
        controller.enqueue(bytes);
        if (left > 0) return;
        controller.close();
        void reader.cancel().catch(() => undefined);
      } catch (error) {
        controller.error(toSandboxError(error));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Puts the path into the sentence of what went wrong with it. */
async function naming<T>(path: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    const code = error instanceof OpenCodeKitError ? error.code : undefined;
    throw code === "not_found" || code === "outside_workspace" ? named(code, path) : error;
  });
}

function named(code: "not_found" | "outside_workspace" | "is_directory", path: string): OpenCodeKitError {
  const shown = JSON.stringify(path.slice(0, 200));
  const message = {
    not_found: `There is no file ${shown} in the workspace.`,
    outside_workspace: `The path ${shown} leads out of the workspace: name a file inside it.`,
    is_directory: `${shown} is a folder: name a file.`,
  }[code];
  return sandboxError(code, undefined, message);
}
