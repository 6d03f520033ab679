import type { FileDiff, Message } from "./entities.ts";
import type { Part } from "./parts.ts";
import type { PendingRequest, PermissionReply } from "./pending.ts";
import type { AuditEntry } from "./roomEntities.ts";
import type {
  AgentChoice,
  ForkSessionCommand,
  ListAgentsCommand,
  ListModelsCommand,
  ListSessionsCommand,
  ModelChoice,
  RenameSessionCommand,
  RevertSessionCommand,
  SessionEntry,
  SummarizeSessionCommand,
  UnrevertSessionCommand,
} from "./sessions.ts";
import type { SessionSnapshot } from "./snapshots.ts";
import type {
  BudgetReply,
  EditQueuedCommand,
  GetPromptCommand,
  KillProcessCommand,
  ListAuditCommand,
  MoveQueuedCommand,
  RejectQuestionCommand,
  ReplyToBudgetCommand,
  ReplyToPermissionCommand,
  ReplyToQuestionCommand,
  ResumeQueueCommand,
  SteerQueuedCommand,
  StopCommand,
} from "./steering.ts";
import type { SubmitCommand, SubmitResult } from "./submit.ts";
import type { WorkspaceCommand, WorkspaceResults } from "./workspace.ts";

/** Ask for messages that a viewer has not loaded, newest first in time but listed oldest first. */
export type GetMessagesCommand = {
  readonly name: "getMessages";
  readonly runId: string;
  /** Default: the run's root session. */
  readonly sessionId?: string;
  /** Only messages with a smaller id. Default: from the newest. */
  readonly before?: string;
  /** At most this many, 1 to {@link MAX_PAGE_MESSAGES}. Default: 40. Fewer come where they are large. */
  readonly limit?: number;
};

/** Ask for a part whole: its text, input and metadata uncut. */
export type GetPartCommand = { readonly name: "getPart"; readonly runId: string; readonly partId: string };

/** Ask for a request that waits, whole: a person must be able to see all of what is asked. */
export type GetPendingCommand = { readonly name: "getPending"; readonly requestId: string };

/** Ask for a piece of a tool's whole output. */
export type GetOutputCommand = {
  readonly name: "getOutput";
  readonly runId: string;
  readonly partId: string;
  /** Where the piece starts, in UTF-16 code units. Default: 0. */
  readonly offset?: number;
  /** Length of the piece in UTF-16 code units, at most {@link MAX_OUTPUT_CHARS}, which is the default. */
  readonly limit?: number;
};

/** Ask for the content of an image or a file in a message: of a `file` part, or of a tool's attachment. */
export type GetAttachmentCommand = {
  readonly name: "getAttachment";
  readonly runId: string;
  readonly partId: string;
  /** Which of a tool's attachments. Default: 0. */
  readonly index?: number;
};

/** Ask for a file's patch that was left out. */
export type GetDiffCommand = { readonly name: "getDiff"; readonly runId: string; readonly path: string };

/**
 * Ask for the files that changed: in a `run`, where its snapshot left some out; since a `session` began, over all its
 * runs; or against the `workspace`'s last commit.
 */
export type ListDiffsCommand =
  | { readonly name: "listDiffs"; readonly scope: "run"; readonly runId: string }
  | { readonly name: "listDiffs"; readonly scope: "session"; readonly sessionId: string }
  | { readonly name: "listDiffs"; readonly scope: "workspace" };

export type Command =
  | EditQueuedCommand
  | ForkSessionCommand
  | GetMessagesCommand
  | GetPartCommand
  | GetPendingCommand
  | GetOutputCommand
  | GetAttachmentCommand
  | GetDiffCommand
  | GetPromptCommand
  | KillProcessCommand
  | ListAgentsCommand
  | ListAuditCommand
  | ListDiffsCommand
  | ListModelsCommand
  | ListSessionsCommand
  | MoveQueuedCommand
  | RenameSessionCommand
  | ReplyToBudgetCommand
  | ResumeQueueCommand
  | RevertSessionCommand
  | SteerQueuedCommand
  | SubmitCommand
  | SummarizeSessionCommand
  | UnrevertSessionCommand
  | StopCommand
  | ReplyToPermissionCommand
  | ReplyToQuestionCommand
  | RejectQuestionCommand
  | WorkspaceCommand;

export type CommandName = Command["name"];

export type MessagePage = {
  /** Oldest first. */
  readonly messages: readonly Message[];
  readonly parts: readonly Part[];
  /** The session has messages before these. */
  readonly hasOlder: boolean;
  /** The session itself; absent where the run has no such session. */
  readonly session?: SessionSnapshot;
};

export type OutputPiece = {
  readonly text: string;
  readonly offset: number;
  /** UTF-16 code units of the whole output so far. */
  readonly chars: number;
};

export type AttachmentContent = { readonly mime: string; readonly filename?: string; readonly base64: string };

/** What each command's answer carries. */
export type CommandResults = WorkspaceResults & {
  readonly getMessages: MessagePage;
  readonly getPart: { readonly part: Part };
  readonly getPending: { readonly request: PendingRequest };
  readonly getOutput: OutputPiece;
  readonly getAttachment: AttachmentContent;
  readonly getDiff: { readonly diff: FileDiff };
  readonly listDiffs: { readonly diffs: readonly FileDiff[] };
  readonly submit: SubmitResult;
  readonly stop: { readonly status: "stopping" | "over" };
  readonly replyToPermission: { readonly reply: PermissionReply };
  readonly replyToQuestion: { readonly answered: true };
  readonly rejectQuestion: { readonly rejected: true };
  readonly replyToBudget: { readonly reply: BudgetReply };
  readonly getPrompt: { readonly prompt: string };
  readonly editQueued: { readonly runId: string };
  readonly moveQueued: { readonly runId: string };
  /** The run that the prompt joined. */
  readonly steerQueued: { readonly runId: string };
  readonly resumeQueue: { readonly runId: string };
  readonly killProcess: { readonly processId: string };
  readonly listAudit: { readonly entries: readonly AuditEntry[] };
  readonly listSessions: { readonly sessions: readonly SessionEntry[] };
  readonly renameSession: { readonly sessionId: string };
  /** The new session, and the run that shows what was copied. */
  readonly forkSession: { readonly sessionId: string; readonly runId: string };
  readonly revertSession: { readonly sessionId: string };
  readonly unrevertSession: { readonly sessionId: string };
  readonly summarizeSession: { readonly runId: string };
  readonly listModels: { readonly models: readonly ModelChoice[] };
  readonly listAgents: { readonly agents: readonly AgentChoice[] };
};

export type CommandResult<N extends CommandName> = CommandResults[N];

/** Most messages of one page. */
export const MAX_PAGE_MESSAGES = 200;
/** Longest piece of an output, in UTF-16 code units. */
export const MAX_OUTPUT_CHARS = 500_000;
