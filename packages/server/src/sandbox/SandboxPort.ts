import type { FileEntry } from "@opencode-kit/client/protocol";
import type { AgentPort } from "@opencode-kit/client/source";
import type { FileListing } from "@opencode-kit/client/state";

export type FileChange =
  | { readonly type: "set"; readonly entry: FileEntry }
  | { readonly type: "remove"; readonly path: string };

/** Bytes of a file; the body streams. */
export type FileBody = {
  readonly body: ReadableStream<Uint8Array>;
  /** Bytes of the whole file. */
  readonly size: number;
};

/**
 * The few verbs that the kit needs of a sandbox. Every verb rejects with an `OpenCodeKitError`: `sandbox_unavailable`
 * (retryable) when the sandbox cannot be reached, `agent_unavailable` when OpenCode cannot be started, with a sentence
 * that says what to do; `not_found` for a missing file.
 */
export type SandboxPort = AgentPort & {
  /** All files and folders, less what is ignored (`.git`, `node_modules`). */
  listFiles(signal?: AbortSignal): Promise<FileListing>;
  /** Changes from now on, in batches, until the signal aborts. Ends by an error when the sandbox is lost. */
  watchFiles(signal: AbortSignal): AsyncIterable<readonly FileChange[]>;
  /** Facts of one file; resolved inside the workspace after symbolic links. */
  statFile(path: string): Promise<FileEntry>;
  readFile(path: string): Promise<FileBody>;
  /** Ends the agent and everything it started; the workspace stays. */
  stop(): Promise<void>;
};
