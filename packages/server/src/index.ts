export {
  backupSession,
  DEFAULT_MODELS,
  describeRequiredEnvVars,
  detectProviders,
  FileWatcher,
  getProviderDisplayName,
  inferProviderFromModel,
  listBackups,
  localSandbox,
  OpenCodeSession,
  OpenCodeStreamAccumulator,
  opencodeTask,
  resolveProviders,
  restoreSession,
  runInRoom,
  updateSessionState,
} from "./session.ts";

export type {
  AgentServer,
  AnySandbox,
  BackupResult,
  BudgetLimits,
  BudgetRule,
  ByteRange,
  ChangedFile,
  CommandOutcome,
  CompatibleCredentials,
  DetectedProviders,
  Diagnostic,
  ExposedPort,
  FileBody,
  FileChange,
  FileChangeCallback,
  FileChangeMessage,
  FileDiff,
  FileListing,
  ListeningPort,
  LocalSandboxOptions,
  OpenCodeConfig,
  OpenCodeRunOptions,
  OpenCodeRunOutput,
  OpenCodeSessionState,
  OpenCodeStreamAccumulatorOptions,
  OpenCodeStreamEvent,
  OpenCodeTaskInput,
  OpenCodeTaskOutput,
  OpenCodeTaskRoomOptions,
  OpenCodeTaskSandboxOptions,
  OpenedWorkspace,
  OpenSandboxOptions,
  PermissionAction,
  PermissionConfig,
  ProcessInfo,
  ProviderCredentials,
  ProviderID,
  ResolvedProvider,
  RestoreResult,
  RoomBackup,
  RoomNamespace,
  RoomStub,
  RunCounts,
  RunInRoomOptions,
  RunLine,
  RunNews,
  SandboxBackup,
  SandboxBinding,
  SandboxPort,
  SandboxProcess,
  SessionStorage,
  StartOptions,
  StoredBackup,
  TaskAnswer,
  Todo,
  WorkspaceChange,
} from "./session.ts";

export { authorizeLoopback } from "./access/authorize.ts";
export { authorizeToken } from "./access/authorizeToken.ts";
export { signRoomToken } from "./access/signRoomToken.ts";
export { verifyRoomToken } from "./access/verifyRoomToken.ts";
export { OpenCodeRoom } from "./OpenCodeRoom.ts";
export { routeOpenCodeRequest } from "./routeOpenCodeRequest.ts";

export type { BackupPolicy } from "./backups/BackupPolicy.ts";
export type { Access } from "./access/authorize.ts";
export type { SignedRoomToken, SignRoomTokenOptions } from "./access/signRoomToken.ts";
export type { VerifiedRoomToken } from "./access/verifyRoomToken.ts";
export type { Budget, Retention } from "@opencode-kit/client/room";
export type {
  AuditEntry,
  BackupState,
  FilePiece,
  FolderListing,
  Role,
  RoomPort,
  User,
} from "@opencode-kit/client/protocol";
