import type {
  Attachment,
  CompactionPart,
  JsonObject,
  OtherPart,
  PatchPart,
  PendingBudget,
  PendingPermission,
  PendingQuestion,
  RetryPart,
  RunError,
  SubtaskPart,
  Todo,
  Usage,
} from "../../protocol/index.ts";

/** What OpenCode's part says beside whose it is. */
type Facts<T> = Omit<T, "id" | "messageId" | "sessionId" | "type">;

/** What a message says beside its parts. */
export type OpenCodeUIMetadata = {
  readonly sessionId: string;
  /** The OpenCode messages that it is made of: an answer has one for each step. */
  readonly messageIds: readonly string[];
  readonly createdAt: number;
  /** Set once its last step has ended. */
  readonly completedAt?: number;
  readonly agent?: string;
  readonly modelID?: string;
  readonly providerID?: string;
  /** Sum over its steps. */
  readonly usage?: Usage;
  /** Why its last step ended. */
  readonly finish?: string;
  /** Why its last step failed. */
  readonly error?: RunError;
  /** The text is a compaction summary, not an answer. */
  readonly isSummary?: true;
};

/** The data parts: the AI SDK's `DATA_PARTS`. The model sees none of them, unless a host's `convertDataPart` says so. */
export type OpenCodeUIData = {
  /** A file without an address that others could fetch; `getAttachment` has its content. */
  readonly "opencode-file": Attachment;
  /** Files that a step changed. */
  readonly "opencode-patch": Facts<PatchPart>;
  /** The provider failed and was asked again. */
  readonly "opencode-retry": Facts<RetryPart>;
  /** From here on the conversation goes on from a summary. */
  readonly "opencode-compaction": Facts<CompactionPart>;
  /** A person asked for a subagent; a text part with the prompt stands before it. */
  readonly "opencode-subtask": Facts<SubtaskPart>;
  /** The session's todos as they are now, once, after the tool that wrote them last. */
  readonly "opencode-todo": { readonly todos: readonly Todo[] };
  /** Waits for a person: after its tool, which is in state `approval-requested`, or at the end. */
  readonly "opencode-permission": PendingPermission;
  /** Waits for a person: after its tool or at the end. */
  readonly "opencode-question": PendingQuestion;
  readonly "opencode-budget": PendingBudget;
  /** A part of a type that this version does not know. */
  readonly "opencode-other": Facts<OtherPart>;
};

/** A data part; its id is that of the part or of the request that it shows. */
export type OpenCodeDataUIPart = {
  [NAME in keyof OpenCodeUIData]: {
    readonly type: `data-${NAME}`;
    readonly id: string;
    readonly data: OpenCodeUIData[NAME];
  };
}[keyof OpenCodeUIData];

/** What a tool part says beside what the AI SDK has fields for. The model does not see it. */
export type OpenCodeToolMetadata = {
  /** OpenCode's id of the part, for `getPart`. */
  readonly partId: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** What the tool has written so far, while it runs and where it failed. */
  readonly output?: string;
  /** The middle of a long output is left out; `getPart` has it whole. */
  readonly isOutputCut?: true;
  /** Long texts of the input are left out; `getPart` has it whole. */
  readonly isInputCut?: true;
  /** The session of the subagent that a `task` runs: `toUIMessages(state, { sessionId })` has its transcript. */
  readonly subagentSessionId?: string;
  /** OpenCode's own, by tool: `exit`, `diff`, `files`, `answers`, … */
  readonly metadata?: JsonObject;
  /** What the tool returned beside its text. */
  readonly attachments?: readonly Attachment[];
};

type ToolBase = {
  readonly type: "dynamic-tool";
  readonly toolName: string;
  /** OpenCode's `callID`. */
  readonly toolCallId: string;
  readonly title?: string;
  readonly input: JsonObject;
  readonly toolMetadata: OpenCodeToolMetadata;
};

/**
 * A tool call in the AI SDK's states. Two that the AI SDK has never occur. `approval-responded`: OpenCode does not
 * remember who allowed a call, and `useChat` would answer by sending the conversation again; a call that was allowed is
 * `input-available`. `output-available` with `preliminary`: the usual components show it as done; what a command has
 * written so far is in `toolMetadata.output`.
 */
export type OpenCodeToolUIPart = ToolBase &
  (
    | { readonly state: "input-streaming" }
    | { readonly state: "input-available" }
    /** The approval's id is the permission's; the `data-opencode-permission` part that follows says what is asked. */
    | { readonly state: "approval-requested"; readonly approval: { readonly id: string } }
    | { readonly state: "output-available"; readonly output: string }
    /** Also a call of a tool that does not exist, and one that never ended because its run did. */
    | { readonly state: "output-error"; readonly errorText: string }
    | {
        readonly state: "output-denied";
        readonly approval: {
          /** The part's id: OpenCode's record does not name the permission. */
          readonly id: string;
          readonly approved: false;
          /** What the person said to the agent, or the rule that forbids the call. */
          readonly reason?: string;
          /** A rule of the configuration forbids the call; nobody was asked. */
          readonly isAutomatic?: true;
        };
      }
  );

/** The text's beginning is left out; `getPart` has it whole. */
type SkippedText = { readonly opencode: { readonly partId: string; readonly skipped: number } };

export type OpenCodeUIPart =
  | { readonly type: "step-start" }
  | {
      readonly type: "text";
      readonly text: string;
      readonly state: "streaming" | "done";
      readonly providerMetadata?: SkippedText;
    }
  | {
      readonly type: "reasoning";
      readonly id: string;
      readonly text: string;
      readonly state: "streaming" | "done";
      readonly providerMetadata?: SkippedText;
    }
  | { readonly type: "file"; readonly mediaType: string; readonly filename?: string; readonly url: string }
  | OpenCodeToolUIPart
  | OpenCodeDataUIPart;

/**
 * A message as the AI SDK's interfaces take it: assignable to `UIMessage<OpenCodeUIMetadata, OpenCodeUIData>`, and to
 * `UIMessage`. The list of parts is not readonly because theirs is not; it is never changed.
 */
export type OpenCodeUIMessage = {
  /** OpenCode's id of the message, or of the first step of an answer. */
  readonly id: string;
  readonly role: "user" | "assistant";
  readonly metadata: OpenCodeUIMetadata;
  readonly parts: OpenCodeUIPart[];
};
