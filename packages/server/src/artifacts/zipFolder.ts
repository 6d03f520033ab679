import type { FileEntry } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { makeZip } from "client-zip";
import type { FileBody, SandboxPort } from "../sandbox/SandboxPort.ts";
import type { FolderContent } from "./listFolderContent.ts";

/** Gone, or led out of the workspace, since the folder was listed. */
const SKIPPED: readonly string[] = ["not_found", "outside_workspace", "is_directory"];

export type ZipOptions = {
  /** The folder, relative to the workspace. */
  readonly folder: string;
  readonly content: FolderContent;
  /** The stream breaks where the files have more bytes than this. */
  readonly maxBytes: number;
};

/** A folder as a zip that is made while it is read: one file after the other, none of them whole in memory. */
export function zipFolder(port: SandboxPort, options: ZipOptions): ReadableStream<Uint8Array> {
  return makeZip(readAll(port, options));
}

async function* readAll(port: SandboxPort, { folder, content, maxBytes }: ZipOptions): AsyncGenerator<ZipInput> {
  const start = folder === "" ? 0 : folder.length + 1;
  let left = maxBytes;
  for (const entry of content.entries) {
    const name = entry.path.slice(start);
    const facts = { name, ...(entry.modifiedAt === undefined ? {} : { lastModified: new Date(entry.modifiedAt) }) };
    if (entry.kind === "directory") {
      yield { ...facts, name: `${name}/` };
      continue;
    }
    const file = await open(port, entry);
    if (file === undefined) continue;
    left -= file.length;
    if (left < 0) throw new OpenCodeKitError("too_large", "The folder grew while it was packed. Ask for it again.");
    yield { ...facts, input: file.body };
  }
}

type ZipInput = { readonly name: string; readonly lastModified?: Date; readonly input?: ReadableStream<Uint8Array> };

async function open(port: SandboxPort, { path }: FileEntry): Promise<FileBody | undefined> {
  try {
    return await port.readFile(path);
  } catch (error) {
    if (error instanceof OpenCodeKitError && SKIPPED.includes(error.code)) return undefined;
    throw error;
  }
}
