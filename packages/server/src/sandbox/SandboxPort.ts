import type { FileEntry, JsonObject, ListeningPort } from "@opencode-kit/client/protocol";
import type { AgentPort } from "@opencode-kit/client/source";
import type { FileListing } from "@opencode-kit/client/state";

/** What happened to one path of the workspace. A rename is a `remove` and a `set`. */
export type WorkspaceChange =
  | { readonly type: "set"; readonly entry: FileEntry }
  | { readonly type: "remove"; readonly path: string };

export type OpenedWorkspace = {
  /** Another one than before means another, empty disk. */
  readonly id: string;
  /** Its absolute path in the sandbox. */
  readonly directory: string;
};

/** Which bytes of a file; `length` may reach past its end. Default: to the end. */
export type ByteRange = { readonly offset: number; readonly length?: number };

/** Bytes of a file; the body streams. */
export type FileBody = {
  readonly body: ReadableStream<Uint8Array>;
  /** Bytes of the whole file. */
  readonly size: number;
  /** Where the body begins, in bytes. */
  readonly offset: number;
  /** Bytes of the body. */
  readonly length: number;
};

/** A copy of the workspace and of the agent's own state. */
export type SandboxBackup = {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** Bytes, where the sandbox knows. */
  readonly size?: number;
  /** What the sandbox needs to find it again. */
  readonly handle: JsonObject;
};

/** A port that a preview can be opened at. */
export type ExposedPort = {
  readonly port: number;
  /** Absolute, on an origin other than the host application's. */
  readonly url: string;
};

/**
 * The few verbs that the kit needs of a sandbox. Paths are relative to the workspace, `/` between names. Every verb
 * rejects with an `OpenCodeKitError` whose sentence says what to do:
 * - `sandbox_starting`, `sandbox_lost`, `sandbox_capacity`, `sandbox_unavailable` (all retryable): the sandbox is not
 *   there yet, is gone with what it did, cannot be had for want of room, or does not answer;
 * - `agent_unavailable`: OpenCode cannot be started in it;
 * - `not_found`: no such file; `outside_workspace`: the path leads out of the workspace, by dots or by a link;
 *   `is_directory`: it is a folder, where a file is needed;
 * - `disk_full`: the sandbox has no space left.
 */
export type SandboxPort = AgentPort & {
  /** Whether the workspace outlives the sandbox. Where it does not, a room makes backups by itself. */
  readonly isDurable: boolean;
  /** Makes the workspace, or finds it. */
  openWorkspace(signal?: AbortSignal): Promise<OpenedWorkspace>;
  /** Files and folders, the shallowest first, up to a limit; less `.git`, `node_modules` and what `.gitignore` names. */
  listFiles(signal?: AbortSignal): Promise<FileListing>;
  /** What is directly in a folder, ignored files included, `.git` not. The workspace itself is `""`. */
  listFolder(path: string, signal?: AbortSignal): Promise<FileListing>;
  /**
   * Changes from now on, in batches, until the signal aborts; of what `listFiles` would name. An empty batch says that
   * a listing that is read from now on misses nothing: the first one, when the watch stands, and each one after changes
   * were dropped. Ends by an error when the sandbox is lost.
   */
  watchFiles(signal: AbortSignal): AsyncIterable<readonly WorkspaceChange[]>;
  /** Facts of one file or folder; resolved inside the workspace after symbolic links. */
  statFile(path: string): Promise<FileEntry>;
  readFile(path: string, range?: ByteRange): Promise<FileBody>;
  /** Rejects with `backup_failed` (retryable), or `disk_full`. */
  createBackup(signal?: AbortSignal): Promise<SandboxBackup>;
  /** Puts workspace and agent back as they were; ends the agent first. Rejects with `backup_missing`. */
  restoreBackup(backup: SandboxBackup): Promise<void>;
  /** Also resolves where the backup is gone already. */
  deleteBackup(backup: SandboxBackup): Promise<void>;
  /** Ports at which something that the agent has started listens, the smallest first. */
  listPorts(signal?: AbortSignal): Promise<readonly ListeningPort[]>;
  /** Makes a port reachable for a browser. Rejects with `not_found` where nothing listens at it. */
  exposePort(port: number): Promise<ExposedPort>;
  /** Also resolves where the port is not exposed. */
  unexposePort(port: number): Promise<void>;
  /** Ends the agent and everything it started; the workspace stays. */
  stop(): Promise<void>;
  /** Ends the sandbox, with its workspace. Its backups stay. */
  destroy(): Promise<void>;
};
