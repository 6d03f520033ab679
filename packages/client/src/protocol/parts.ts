import type { Usage } from "./entities.ts";
import type { RunError } from "./errors.ts";
import type { JsonObject } from "./json.ts";

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
  /** UTF-16 code units that are left out before `text`. Default: 0, the text is whole. */
  readonly skipped?: number;
  /** Written by OpenCode for the model, not by a person or the model. */
  readonly synthetic?: boolean;
  readonly startedAt?: number;
  readonly endedAt?: number;
};

export const TOOL_STATUSES = ["pending", "running", "completed", "error"] as const;
export type ToolStatus = (typeof TOOL_STATUSES)[number];

/** Something with content of its own; the content is fetched on demand with `getAttachment`. */
export type Attachment = {
  readonly mime: string;
  readonly filename?: string;
  /** Size of the content, where it is known. */
  readonly bytes?: number;
  /** Where the content is, when it is not in OpenCode's record itself. Never a `data:` URL. */
  readonly url?: string;
};

export type ToolPart = PartBase & {
  readonly type: "tool";
  /** The model's id of this call; the AI SDK's `toolCallId`. */
  readonly callId: string;
  readonly tool: string;
  readonly status: ToolStatus;
  readonly input: JsonObject;
  /** Long texts of `input` are cut; `getPart` has them whole. */
  readonly isInputCut?: true;
  readonly title?: string;
  readonly output: TextWindow;
  readonly error?: string;
  /** OpenCode's metadata less what has a field of its own (output, diagnostics) and copies of it. */
  readonly metadata: JsonObject;
  /** Long texts of `metadata` are cut; `getPart` has them whole. */
  readonly isMetadataCut?: true;
  readonly attachments?: readonly Attachment[];
  readonly startedAt?: number;
  readonly endedAt?: number;
};

export type FilePart = PartBase & Attachment & { readonly type: "file" };

/** A step is one request to the model. */
export type StepPart = PartBase & {
  readonly type: "step-start" | "step-finish";
  readonly reason?: string;
  /** Tokens and cost of a step after the first. The first step's, mostly the only one, are the message's. */
  readonly usage?: Usage;
};

export type PatchPart = PartBase & {
  readonly type: "patch";
  readonly hash?: string;
  /** Relative to the workspace. */
  readonly files: readonly string[];
};

/** The provider failed and was asked again. */
export type RetryPart = PartBase & {
  readonly type: "retry";
  readonly attempt: number;
  readonly error: RunError;
  readonly createdAt?: number;
};

/** From here on the conversation goes on from a summary. */
export type CompactionPart = PartBase & { readonly type: "compaction"; readonly isAuto: boolean };

/** A person asked for a subagent. */
export type SubtaskPart = PartBase & {
  readonly type: "subtask";
  readonly prompt: string;
  readonly description?: string;
  readonly agent?: string;
};

/** A part of a type that needs no behaviour of its own, or of a type to come. */
export type OtherPart = PartBase & {
  readonly type: "other";
  /** OpenCode's own name of the type. */
  readonly kind: string;
  readonly data: JsonObject;
};

export type Part =
  | TextPart
  | ToolPart
  | FilePart
  | StepPart
  | PatchPart
  | RetryPart
  | CompactionPart
  | SubtaskPart
  | OtherPart;
