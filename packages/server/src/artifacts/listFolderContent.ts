import type { FileEntry } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";

/** Files and folders that a zip takes. */
export const MAX_ZIP_ENTRIES = 10_000;
/** Left out wherever they are: a person who downloads a folder wants what the agent made. */
const LEFT_OUT = new Set([".git", "node_modules"]);

export type FolderContent = {
  readonly entries: readonly FileEntry[];
  /** Of the files whose size is known. */
  readonly bytes: number;
};

/**
 * All that is below a folder, ignored files included, `.git` and `node_modules` not. Rejects with `too_large` beyond
 * {@link MAX_ZIP_ENTRIES} entries or `maxBytes`.
 */
export async function listFolderContent(port: SandboxPort, folder: string, maxBytes: number): Promise<FolderContent> {
  const entries: FileEntry[] = [];
  const queue = [folder];
  let bytes = 0;
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const listing = await port.listFolder(path);
    for (const entry of listing.entries) {
      if (LEFT_OUT.has(entry.path.split("/").at(-1) ?? "")) continue;
      entries.push(entry);
      bytes += entry.size ?? 0;
      if (entry.kind === "directory") queue.push(entry.path);
    }
    if (listing.truncated || entries.length > MAX_ZIP_ENTRIES) {
      throw refuse(folder, `more than ${MAX_ZIP_ENTRIES} files and folders`);
    }
    if (bytes > maxBytes) throw refuse(folder, `more than the ${maxBytes} bytes that a download may have`);
  }
  return { entries, bytes };
}

function refuse(folder: string, what: string): OpenCodeKitError {
  const message = `The folder "${folder.slice(0, 200)}" has ${what}. Download a folder in it, or let the agent pack it.`;
  return new OpenCodeKitError("too_large", message);
}
