export { isChannel, runChannel, runIdOf } from "./channels.ts";
export { MAX_OUTPUT_CHARS, MAX_PAGE_MESSAGES } from "./commands.ts";
export { decodeClientMessage, MAX_CLIENT_MESSAGE_CHARS } from "./decode.ts";
export { decodeEvents } from "./decodeEvents.ts";
export { isAnswer } from "./isAnswer.ts";
export { decodePage } from "./decodeSnapshot.ts";
export { decodeServerMessage, MAX_SERVER_MESSAGE_CHARS } from "./decodeServerMessage.ts";
export { encodeEvents } from "./encodeEvents.ts";
export { isRunOver, MAX_HEADER_PROMPT_CHARS, RUN_STATUSES } from "./entities.ts";
export { ERROR_CODES, isErrorCode, OpenCodeKitError, toWireError } from "./errors.ts";
export { defined, isObject, parseJson } from "./json.ts";
export { TOOL_STATUSES } from "./parts.ts";
export { packRunSnapshot } from "./packRunSnapshot.ts";
export { OUTCOMES } from "./pending.ts";
export { COMMAND_ROLES, mayRun } from "./roles.ts";
export { MAX_PRESENT, ROLES, toBudgetUse } from "./roomEntities.ts";
export { ATTACHMENT_TYPES, MAX_ATTACHMENT_CHARS, MAX_ATTACHMENTS, MAX_PROMPT_CHARS, WHEN_BUSY } from "./submit.ts";
export { MAX_PIECE_BYTES } from "./workspace.ts";
export { CLOSE_CODES, PING, PONG, PROTOCOL_VERSION } from "./version.ts";

export type { Channel, EventOf, SnapshotOf } from "./channels.ts";
export type { ClientMessage, CommandMessage, SubscribeMessage, UnsubscribeMessage } from "./ClientMessage.ts";
export type {
  AttachmentContent,
  Command,
  CommandName,
  CommandResult,
  CommandResults,
  GetAttachmentCommand,
  GetDiffCommand,
  GetMessagesCommand,
  GetOutputCommand,
  GetPartCommand,
  GetPendingCommand,
  ListDiffsCommand,
  MessagePage,
  OutputPiece,
} from "./commands.ts";
export type { Decoded } from "./decoded.ts";
export type { DecodedServerMessage } from "./decodeServerMessage.ts";
export type {
  Diagnostic,
  DiffSource,
  FileDiff,
  FileStatus,
  LeftProcess,
  Message,
  QueuePlace,
  RetryInfo,
  RunHeader,
  RunStatus,
  SessionInfo,
  Todo,
  Usage,
} from "./entities.ts";
export type { ErrorCode, RunError, WireError } from "./errors.ts";
export type {
  ChannelEvent,
  DiffSet,
  FilesEvent,
  MessagePatched,
  MessageRemoved,
  PartPatched,
  RoomEvent,
  RunEvent,
  SessionSet,
} from "./events.ts";
export type { JsonObject, JsonValue } from "./json.ts";
export type {
  Attachment,
  CompactionPart,
  FilePart,
  OtherPart,
  Part,
  PatchPart,
  RetryPart,
  StepPart,
  SubtaskPart,
  TextPart,
  TextWindow,
  ToolPart,
  ToolStatus,
} from "./parts.ts";
export type {
  AnsweredRequest,
  PendingBudget,
  PendingOutcome,
  PendingPermission,
  PendingQuestion,
  PendingRequest,
  PermissionReply,
  Question,
  QuestionOption,
} from "./pending.ts";
export type {
  AuditEntry,
  BackupState,
  BudgetLimits,
  BudgetRule,
  BudgetUse,
  FileEntry,
  ListeningPort,
  Presence,
  ProcessInfo,
  Role,
  RoomBackup,
  RoomPort,
  RunSummary,
  SandboxState,
  SandboxStatus,
  User,
} from "./roomEntities.ts";
export type {
  ChannelErrorMessage,
  FrameMessage,
  HelloMessage,
  RefusedMessage,
  ResultMessage,
  ServerMessage,
  SnapshotMessage,
  SubscribedMessage,
} from "./ServerMessage.ts";
export type {
  AgentChoice,
  ForkSessionCommand,
  ListSessionsCommand,
  ModelChoice,
  RenameSessionCommand,
  Revert,
  RevertSessionCommand,
  SessionEntry,
  SummarizeSessionCommand,
  UnrevertSessionCommand,
} from "./sessions.ts";
export type {
  FilesSnapshot,
  RoomPending,
  RoomSnapshot,
  RunSnapshot,
  SessionSnapshot,
  UnknownEvents,
} from "./snapshots.ts";
export type {
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
export type { PromptAttachment, SubmitCommand, SubmitResult, WhenBusy } from "./submit.ts";
export type {
  ArtifactLink,
  CreateBackupCommand,
  ExposePortCommand,
  FilePiece,
  FolderListing,
  LinkArtifactCommand,
  ListBackupsCommand,
  ListFolderCommand,
  ListPortsCommand,
  ReadFileCommand,
  RestoreBackupCommand,
  UnexposePortCommand,
  WorkspaceCommand,
} from "./workspace.ts";
