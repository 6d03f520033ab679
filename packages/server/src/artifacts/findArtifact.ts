import type { FileEntry } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { FolderContent } from "./listFolderContent.ts";
import { listFolderContent } from "./listFolderContent.ts";

/** What a download link is for. */
export type FoundArtifact = {
  readonly entry: FileEntry;
  readonly filename: string;
  /** Bytes; absent where nobody knows, and of a folder, whose zip is made while it is sent. */
  readonly size?: number;
  /** What is in a folder. */
  readonly content?: FolderContent;
};

/**
 * Looks for a file or folder that can be downloaded. Rejects with `artifact_missing`, `outside_workspace` or `too_large`.
 *
 * @param maxBytes Largest file, and largest content of a folder.
 */
export async function findArtifact(port: SandboxPort, path: string, maxBytes: number): Promise<FoundArtifact> {
  const entry = await port.statFile(path).catch((error: unknown) => {
    throw error instanceof OpenCodeKitError && error.code === "not_found" ? missing(path, error) : error;
  });
  const name = entry.path.split("/").at(-1) ?? "";
  if (entry.kind === "directory") {
    const content = await listFolderContent(port, entry.path, maxBytes);
    return { entry, filename: `${name === "" ? "workspace" : name}.zip`, content };
  }
  const { size } = entry;
  if (size !== undefined && size > maxBytes) throw tooLarge(`"${name}" has ${size} bytes`, maxBytes);
  return { entry, filename: name, ...(size === undefined ? {} : { size }) };
}

export function missing(path: string, cause?: unknown): OpenCodeKitError {
  const message = `There is no file "${path.slice(0, 200)}" in the workspace, or not any more. List its files again.`;
  return new OpenCodeKitError("artifact_missing", message, { cause });
}

export function tooLarge(what: string, maxBytes: number): OpenCodeKitError {
  return new OpenCodeKitError(
    "too_large",
    `${what}; downloads have at most ${maxBytes} bytes. Let the agent split it.`,
  );
}
