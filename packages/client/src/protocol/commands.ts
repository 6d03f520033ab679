import type { PermissionReply } from "./entities.ts";

/** Start a run: from a client whose role is `owner`. The same `operationId` twice is one run. */
export type SubmitCommand = {
  readonly name: "submit";
  /** Chosen by the client, unique per submit; makes a retry after a lost answer safe. */
  readonly operationId: string;
  /** At most {@link MAX_PROMPT_CHARS} UTF-16 code units, not blank. */
  readonly prompt: string;
  /** Continue this session of OpenCode's. Default: a new one. */
  readonly sessionId?: string;
  /** The file that the run is asked to produce, relative to the workspace. */
  readonly outputFile?: string;
};

/** Stop a run: abort its session and whatever waits in it. */
export type StopCommand = { readonly name: "stop"; readonly runId: string };

/** Answer a permission: from a client whose role is `approver` or `owner`. */
export type ReplyToPermissionCommand = {
  readonly name: "replyToPermission";
  readonly requestId: string;
  readonly reply: PermissionReply;
  /** With `reject`: told to the agent, which then goes on; without, the run stops. */
  readonly message?: string;
};

/** Answer all questions of a request, one list of chosen labels each. */
export type ReplyToQuestionCommand = {
  readonly name: "replyToQuestion";
  readonly requestId: string;
  readonly answers: readonly (readonly string[])[];
};

export type RejectQuestionCommand = { readonly name: "rejectQuestion"; readonly requestId: string };

/** Ask for a short-lived download link of one file in the workspace. */
export type LinkArtifactCommand = { readonly name: "linkArtifact"; readonly path: string };

export type Command =
  | SubmitCommand
  | StopCommand
  | ReplyToPermissionCommand
  | ReplyToQuestionCommand
  | RejectQuestionCommand
  | LinkArtifactCommand;

export type CommandName = Command["name"];

export type ArtifactLink = {
  /** Path and query, relative to the address of the room. */
  readonly url: string;
  readonly filename: string;
  readonly size: number;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
};

/** What each command's answer carries. */
export type CommandResults = {
  readonly submit: { readonly runId: string };
  readonly stop: { readonly status: "stopping" | "over" };
  readonly replyToPermission: { readonly reply: PermissionReply };
  readonly replyToQuestion: { readonly answered: true };
  readonly rejectQuestion: { readonly rejected: true };
  readonly linkArtifact: ArtifactLink;
};

export type CommandResult<N extends CommandName> = CommandResults[N];

/** Longest prompt that a room takes, in UTF-16 code units. */
export const MAX_PROMPT_CHARS = 200_000;
