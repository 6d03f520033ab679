import type { RunError } from "./errors.ts";
import type { Revert } from "./sessions.ts";

/** Times are milliseconds since the Unix epoch; sizes are bytes; ids are OpenCode's own unless said. */

export const RUN_STATUSES = [
  "queued",
  "starting",
  "working",
  "waiting",
  "stopping",
  "complete",
  "error",
  "aborted",
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Whether a run of this status has ended for good. */
export function isRunOver(status: RunStatus): boolean {
  return status === "complete" || status === "error" || status === "aborted";
}

/** Tokens as the provider counts them, and cost in US dollars as OpenCode computes it. */
export type Usage = {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly cost: number;
};

/** The provider failed and OpenCode tries again at `next`. */
export type RetryInfo = {
  /** The session that waits: the root, or a child. */
  readonly sessionId?: string;
  readonly attempt: number;
  /** The provider's reason. */
  readonly message: string;
  /** When the next attempt starts. */
  readonly next: number;
};

/** One prompt in a session, from submit to its end. `id` is the kit's own. */
export type RunHeader = {
  readonly id: string;
  /** At most {@link MAX_HEADER_PROMPT_CHARS} characters; the user message has the whole. */
  readonly prompt: string;
  readonly status: RunStatus;
  /** OpenCode's root session; absent until the agent has started. */
  readonly sessionId?: string;
  readonly title?: string;
  readonly agent?: string;
  readonly modelID?: string;
  readonly providerID?: string;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly error?: RunError;
  /** Set while the provider is retried, null once it answered. */
  readonly retry?: RetryInfo | null;
  /** The file that the run was asked to produce, relative to the workspace. */
  readonly outputFile?: string;
  /** The run has ended, and its output file is not there. */
  readonly outputMissing?: boolean;
  /** Where the prompt waits in its session's queue; null once it is the agent's. */
  readonly queue?: QueuePlace | null;
  /** What the run has started and its stop has not ended. Absent where nobody looked, empty where nothing was left. */
  readonly stillRunning?: readonly LeftProcess[];
  /** All of it was taken back by a revert of its session. */
  readonly isReverted?: boolean;
};

/** A place in the queue of a session. */
export type QueuePlace = {
  /** Ascending, not dense. */
  readonly position: number;
  /** The run before it was stopped or failed: it waits until a person lets the queue go on. */
  readonly isHeld?: true;
};

/** `id` as in `ProcessInfo`. */
export type LeftProcess = { readonly id: string; readonly command: string };

/** UTF-16 code units of a prompt that lists and headers carry. */
export const MAX_HEADER_PROMPT_CHARS = 4_000;

/** A session of the run: the root, or a child that a `task` tool started. */
export type SessionInfo = {
  readonly id: string;
  readonly parentId?: string;
  readonly title?: string;
  /** From where on the session was taken back. */
  readonly revert?: Revert;
};

export type Message = {
  readonly id: string;
  readonly sessionId: string;
  readonly role: "user" | "assistant";
  /** For an assistant message, the user message that it answers. */
  readonly parentId?: string;
  /** Agent and model of an answer are those of its prompt where it does not name them. */
  readonly agent?: string;
  readonly modelID?: string;
  readonly providerID?: string;
  readonly createdAt: number;
  readonly completedAt?: number;
  readonly usage?: Usage;
  readonly finish?: string;
  readonly error?: RunError;
  /** The text is a compaction summary, not an answer. */
  readonly isSummary?: boolean;
  /** Older parts that a snapshot left out: a provider that is retried without end repeats them without end. */
  readonly partsLeftOut?: number;
};

export type Todo = {
  readonly content: string;
  /** OpenCode's: `pending`, `in_progress`, `completed` or `cancelled`; others may come. */
  readonly status: string;
  readonly priority?: string;
};

export type FileStatus = "added" | "modified" | "deleted" | "renamed";

/**
 * Where a diff is from, best first: OpenCode's `summary` of the turn; the answer of its diff endpoint; what a `tool`
 * said of the file that it changed; the workspace's `git`.
 */
export type DiffSource = "summary" | "endpoint" | "tool" | "git";

/** One file's change, as a unified patch. */
export type FileDiff = {
  /** Relative to the workspace. */
  readonly path: string;
  readonly previousPath?: string;
  readonly status: FileStatus;
  readonly additions: number;
  readonly deletions: number;
  /** `--- a/…`, `+++ b/…` and hunks. Empty for a binary file, for an empty one, and where it is left out. */
  readonly patch: string;
  readonly isBinary?: true;
  /** The patch is left out here: it is large, or not known yet. Ask for it with `getDiff`. */
  readonly isPatchOmitted?: true;
  /**
   * Tool parts whose changes come on top of `patch`, in order: their patches are in them already. `selectDiff` puts
   * them together.
   */
  readonly parts?: readonly string[];
  readonly source?: DiffSource;
};

/** What a language server said of a file after a tool changed it. Lines and columns count from 1. */
export type Diagnostic = {
  /** Relative to the workspace. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: "error" | "warning" | "info" | "hint";
  readonly message: string;
  /** The checker, such as `typescript`. */
  readonly source?: string;
  readonly code?: string;
};
