export { isChannel, runChannel, runIdOf } from "./channels.ts";
export { MAX_ATTACHMENT_CHARS, MAX_OUTPUT_CHARS, MAX_PAGE_MESSAGES, MAX_PROMPT_CHARS } from "./commands.ts";
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
export { ROLES } from "./roomEntities.ts";
export { CLOSE_CODES, PING, PONG, PROTOCOL_VERSION } from "./version.ts";

export type { Channel, EventOf, SnapshotOf } from "./channels.ts";
export type { ClientMessage, CommandMessage, SubscribeMessage, UnsubscribeMessage } from "./ClientMessage.ts";
export type {
  ArtifactLink,
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
  LinkArtifactCommand,
  ListDiffsCommand,
  MessagePage,
  OutputPiece,
  RejectQuestionCommand,
  ReplyToPermissionCommand,
  ReplyToQuestionCommand,
  StopCommand,
  SubmitCommand,
} from "./commands.ts";
export type { Decoded } from "./decoded.ts";
export type { DecodedServerMessage } from "./decodeServerMessage.ts";
export type {
  Diagnostic,
  DiffSource,
  FileDiff,
  FileStatus,
  Message,
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
  PendingPermission,
  PendingQuestion,
  PendingRequest,
  PermissionReply,
  Question,
  QuestionOption,
} from "./pending.ts";
export type { FileEntry, ProcessInfo, Role, RunSummary, SandboxState, SandboxStatus } from "./roomEntities.ts";
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
  FilesSnapshot,
  RoomPending,
  RoomSnapshot,
  RunSnapshot,
  SessionSnapshot,
  UnknownEvents,
} from "./snapshots.ts";
