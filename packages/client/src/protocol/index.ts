export { isChannel, runChannel, runIdOf } from "./channels.ts";
export { MAX_PROMPT_CHARS } from "./commands.ts";
export { decodeClientMessage, decodeServerMessage, MAX_CLIENT_MESSAGE_CHARS } from "./decode.ts";
export { isRunOver, ROLES, RUN_STATUSES, TOOL_STATUSES } from "./entities.ts";
export { ERROR_CODES, isErrorCode, OpenCodeKitError, toWireError } from "./errors.ts";
export { defined, isObject } from "./json.ts";
export { CLOSE_CODES, PING, PONG, PROTOCOL_VERSION } from "./version.ts";

export type { Channel, EventOf, SnapshotOf } from "./channels.ts";
export type { ClientMessage, CommandMessage, SubscribeMessage, UnsubscribeMessage } from "./ClientMessage.ts";
export type {
  ArtifactLink,
  Command,
  CommandName,
  CommandResult,
  CommandResults,
  LinkArtifactCommand,
  RejectQuestionCommand,
  ReplyToPermissionCommand,
  ReplyToQuestionCommand,
  StopCommand,
  SubmitCommand,
} from "./commands.ts";
export type { Decoded } from "./decoded.ts";
export type {
  FileDiff,
  FileEntry,
  FilePart,
  FileStatus,
  Message,
  OtherPart,
  Part,
  PatchPart,
  PendingPermission,
  PendingQuestion,
  PendingRequest,
  PermissionReply,
  Question,
  QuestionOption,
  RetryInfo,
  Role,
  RunHeader,
  RunStatus,
  RunSummary,
  SandboxState,
  SandboxStatus,
  SessionInfo,
  StepPart,
  TextPart,
  TextWindow,
  Todo,
  ToolPart,
  ToolStatus,
  Usage,
} from "./entities.ts";
export type { ErrorCode, WireError } from "./errors.ts";
export type { ChannelEvent, FilesEvent, RoomEvent, RunEvent } from "./events.ts";
export type { JsonObject, JsonValue } from "./json.ts";
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
export type { FilesSnapshot, RoomPending, RoomSnapshot, RunSnapshot } from "./snapshots.ts";
