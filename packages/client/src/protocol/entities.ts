import type { WireError } from "./errors.ts";
import type { JsonObject } from "./json.ts";

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
  readonly attempt: number;
  readonly message: string;
  /** When the next attempt starts. */
  readonly next: number;
};

/** One prompt in a session, from submit to its end. `id` is the kit's own. */
export type RunHeader = {
  readonly id: string;
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
  readonly error?: WireError;
  /** Set while the provider is retried, null once it answered. */
  readonly retry?: RetryInfo | null;
  /** The file that the run was asked to produce, relative to the workspace. */
  readonly outputFile?: string;
};

/** A session of the run: the root, or a child that a `task` tool started. */
export type SessionInfo = {
  readonly id: string;
  readonly parentId?: string;
  readonly title?: string;
};

export type Message = {
  readonly id: string;
  readonly sessionId: string;
  readonly role: "user" | "assistant";
  /** For an assistant message, the user message that it answers. */
  readonly parentId?: string;
  readonly agent?: string;
  readonly modelID?: string;
  readonly providerID?: string;
  readonly createdAt: number;
  readonly completedAt?: number;
  readonly usage?: Usage;
  readonly finish?: string;
  readonly error?: WireError;
  /** The text is a compaction summary, not an answer. */
  readonly isSummary?: boolean;
};

type PartBase = {
  readonly id: string;
  readonly messageId: string;
  readonly sessionId: string;
};

/** The start and the end of a long text, with the size of the whole. The middle may be left out. */
export type TextWindow = {
  readonly head: string;
  readonly tail: string;
  /** UTF-16 code units of the whole text. */
  readonly chars: number;
  /** UTF-8 bytes of the whole text. */
  readonly bytes: number;
};

export type TextPart = PartBase & {
  readonly type: "text" | "reasoning";
  readonly text: string;
  /** Written by OpenCode for the model, not by a person or the model. */
  readonly synthetic?: boolean;
  readonly startedAt?: number;
  readonly endedAt?: number;
};

export const TOOL_STATUSES = ["pending", "running", "completed", "error"] as const;
export type ToolStatus = (typeof TOOL_STATUSES)[number];

export type ToolPart = PartBase & {
  readonly type: "tool";
  /** The model's id of this call; the AI SDK's `toolCallId`. */
  readonly callId: string;
  readonly tool: string;
  readonly status: ToolStatus;
  readonly input: JsonObject;
  readonly title?: string;
  readonly output: TextWindow;
  readonly error?: string;
  /** OpenCode's metadata less what has a field of its own (output, diffs). */
  readonly metadata: JsonObject;
  readonly startedAt?: number;
  readonly endedAt?: number;
};

export type FilePart = PartBase & {
  readonly type: "file";
  readonly mime: string;
  readonly filename?: string;
};

export type StepPart = PartBase & {
  readonly type: "step-start" | "step-finish";
  readonly reason?: string;
};

export type PatchPart = PartBase & {
  readonly type: "patch";
  /** Relative to the workspace. */
  readonly files: readonly string[];
};

/** Any part of OpenCode's that needs no behaviour of its own: retry, compaction, subtask, and types to come. */
export type OtherPart = PartBase & {
  readonly type: "other";
  /** OpenCode's own name of the type. */
  readonly kind: string;
  readonly data: JsonObject;
};

export type Part = TextPart | ToolPart | FilePart | StepPart | PatchPart | OtherPart;

export type Todo = {
  readonly content: string;
  /** OpenCode's: `pending`, `in_progress`, `completed` or `cancelled`; others may come. */
  readonly status: string;
  readonly priority?: string;
};

export type FileStatus = "added" | "modified" | "deleted" | "renamed";

/** One file's change over the run, as a unified patch. */
export type FileDiff = {
  /** Relative to the workspace. */
  readonly path: string;
  readonly previousPath?: string;
  readonly status: FileStatus;
  readonly additions: number;
  readonly deletions: number;
  readonly patch: string;
};

export type PermissionReply = "once" | "always" | "reject";

type PendingBase = {
  readonly id: string;
  readonly sessionId: string;
  readonly messageId?: string;
  readonly callId?: string;
};

export type PendingPermission = PendingBase & {
  readonly kind: "permission";
  /** What is asked for: `bash`, `edit`, `external_directory`, … */
  readonly permission: string;
  readonly patterns: readonly string[];
  /** The exact patterns that an answer `always` grants. */
  readonly always: readonly string[];
  readonly metadata: JsonObject;
};

export type QuestionOption = { readonly label: string; readonly description?: string };
export type Question = {
  readonly question: string;
  readonly header?: string;
  readonly options: readonly QuestionOption[];
  readonly multiple?: boolean;
};

export type PendingQuestion = PendingBase & {
  readonly kind: "question";
  readonly questions: readonly Question[];
};

/** Something that waits for a person. */
export type PendingRequest = PendingPermission | PendingQuestion;

/** A run as the room lists it. */
export type RunSummary = Pick<
  RunHeader,
  "id" | "prompt" | "status" | "sessionId" | "title" | "createdAt" | "endedAt" | "error" | "outputFile"
>;

export type SandboxStatus = "idle" | "starting" | "ready" | "lost" | "error";

export type SandboxState = {
  readonly status: SandboxStatus;
  readonly error?: WireError;
  /** The agent's version, once it runs. */
  readonly version?: string;
  /** `provider/model` that new prompts use. */
  readonly model?: string;
  /** True where a scripted model answers instead of an AI. */
  readonly scripted?: boolean;
};

export type FileEntry = {
  /** Relative to the workspace, `/` between names. */
  readonly path: string;
  readonly kind: "file" | "directory";
  readonly size?: number;
  readonly modifiedAt?: number;
};

/** What a connected client may do: watch, answer prompts as well, or everything. */
export const ROLES = ["viewer", "approver", "owner"] as const;
export type Role = (typeof ROLES)[number];
