import type {
  Diagnostic,
  FileDiff,
  FileStatus,
  PendingRequest,
  ProcessInfo,
  RetryInfo,
  RunError,
  RunStatus,
  Todo,
  Usage,
} from "../../protocol/index.ts";
import type { Activity } from "../selectors.ts";
import type { OpenCodeUIMessage } from "./OpenCodeUIMessage.ts";

/** That a run changed a file. */
export type OpenCodeFileChange = {
  /** Relative to the workspace. */
  readonly path: string;
  readonly status: FileStatus;
  /** Where the file was before it was renamed. */
  readonly previousPath?: string;
  /** `path`. */
  readonly file: string;
  /** `status` as a file watcher says it. A renamed file is `add`; that the old one is gone says `previousPath`. */
  readonly event: "add" | "change" | "unlink";
};

/** A file's change; `file` is its `path`. */
export type OpenCodeFileDiff = FileDiff & { readonly file: string };

/** What a language server said; `serverID` is its `source`, or empty. */
export type OpenCodeDiagnostic = Diagnostic & { readonly serverID: string };

/** A command that runs or ran. `command` is the whole line, so `args` is empty. */
export type OpenCodeProcess = ProcessInfo & { readonly args: readonly string[] };

/** Entries of `fileChanges` at most; `diffs` has all. */
export const MAX_FILE_CHANGES = 500;

/**
 * A run at one moment, as plain JSON: what a tool of an AI SDK chat can return. It has all fields of the type of the
 * same name in Cloudflare's experimental `agents-opencode`, with values of its shapes and more; `status` has more words
 * than there, which `phase` has not. Optional fields are absent until they are known.
 */
export type OpenCodeRunOutput = {
  /** The kit's own id of the run. */
  readonly runId: string;
  readonly status: RunStatus;
  /** `status` in three words; `error` is also a run that was stopped. */
  readonly phase: "working" | "complete" | "error";
  /** OpenCode's id of the root session; empty until the agent has started. */
  readonly sessionId: string;
  readonly title?: string;
  readonly agent?: string;
  readonly modelID?: string;
  readonly providerID?: string;
  /** The root session's loaded transcript. */
  readonly messages: OpenCodeUIMessage[];
  /** Files that the agent's own tools wrote, relative to the workspace. */
  readonly filesEdited: readonly string[];
  /** What changed, by path, at most {@link MAX_FILE_CHANGES}. */
  readonly fileChanges: readonly OpenCodeFileChange[];
  readonly diffs: readonly OpenCodeFileDiff[];
  readonly diagnostics: readonly OpenCodeDiagnostic[];
  readonly processes: readonly OpenCodeProcess[];
  readonly todos: readonly Todo[];
  /** Permissions and questions that wait for a person, of all sessions. */
  readonly pending: readonly PendingRequest[];
  /** Tokens and cost of all sessions. */
  readonly usage: Usage;
  /** Set while the provider is retried. */
  readonly retry: RetryInfo | null;
  /** What the run waits for now. */
  readonly activity: Activity;
  /** The last text of the agent: while the run goes on what it says at present, then what it says it did. */
  readonly summary?: string;
  /** Why the run failed, in one sentence. */
  readonly error?: string;
  /** The same with its code and what the provider said. */
  readonly errorInfo?: RunError;
  /** The file that the run was asked to produce, relative to the workspace. Absent where it ended without it. */
  readonly outputFile?: string;
  /** The run was to make a file, and has not; then `outputFile` is absent. */
  readonly outputMissing?: boolean;
  readonly startedAt?: number;
  readonly endedAt?: number;
};
