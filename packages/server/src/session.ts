/** What needs nothing of workerd: it runs in Node too. */
export { DEFAULT_MODELS } from "./providers/defaultModels.ts";
export { describeRequiredEnvVars } from "./providers/describeRequiredEnvVars.ts";
export { detectProviders } from "./providers/detectProviders.ts";
export { getProviderDisplayName } from "./providers/getProviderDisplayName.ts";
export { inferProviderFromModel } from "./providers/inferProviderFromModel.ts";
export { resolveProviders } from "./providers/resolveProviders.ts";
export { backupSession, restoreSession, updateSessionState } from "./run/backupSession.ts";
export { FileWatcher } from "./run/FileWatcher.ts";
export { OpenCodeSession } from "./run/OpenCodeSession.ts";
export { OpenCodeStreamAccumulator } from "./run/OpenCodeStreamAccumulator.ts";
export { listBackups } from "./run/SessionBackups.ts";
export { localSandbox } from "./sandbox/localSandbox.ts";
export { opencodeTask } from "./tool/opencodeTask.ts";
export { runInRoom } from "./tool/runInRoom.ts";

export type { CommandOutcome } from "./commands/CommandOutcome.ts";
export type {
  CompatibleCredentials,
  DetectedProviders,
  OpenCodeConfig,
  ProviderCredentials,
  ProviderID,
  ResolvedProvider,
} from "./providers/ProviderCredentials.ts";
export type { PermissionAction, PermissionConfig } from "./providers/PermissionConfig.ts";
export type { StoredBackup } from "./storage/BackupStore.ts";
export type { RunNews } from "./room/awaitRun.ts";
export type { ChangedFile, RunCounts, RunLine } from "./room/toRunLine.ts";
export type { BackupResult, RestoreResult } from "./run/backupSession.ts";
export type { FileChangeCallback, FileChangeMessage } from "./run/FileWatcher.ts";
export type { OpenCodeRunOptions, StartOptions } from "./run/OpenCodeSession.ts";
export type { OpenCodeStreamAccumulatorOptions, OpenCodeStreamEvent } from "./run/OpenCodeStreamAccumulator.ts";
export type { OpenSandboxOptions, SandboxBinding } from "./run/openSandbox.ts";
export type { OpenCodeSessionState, SessionStorage } from "./run/SessionStorage.ts";
export type { AnySandbox } from "./run/toSandboxPort.ts";
export type { LocalSandboxOptions } from "./sandbox/localSandbox.ts";
export type {
  ByteRange,
  ExposedPort,
  FileBody,
  OpenedWorkspace,
  SandboxBackup,
  SandboxPort,
  WorkspaceChange,
} from "./sandbox/SandboxPort.ts";
export type { OpenCodeTaskRoomOptions, OpenCodeTaskSandboxOptions } from "./tool/opencodeTask.ts";
export type { RoomNamespace, RoomStub, RunInRoomOptions } from "./tool/runInRoom.ts";
export type { OpenCodeTaskOutput } from "./tool/runTaskInRoom.ts";
export type { TaskAnswer } from "./tool/runTaskInSandbox.ts";
export type { OpenCodeTaskInput } from "./tool/taskInput.ts";
export type {
  FileListing,
  OpenCodeDiagnostic as Diagnostic,
  OpenCodeFileChange as FileChange,
  OpenCodeFileDiff as FileDiff,
  OpenCodeProcess as ProcessInfo,
  OpenCodeRunOutput,
} from "@opencode-kit/client/state";
export type { AgentServer, SandboxProcess } from "@opencode-kit/client/source";
export type { BudgetLimits, BudgetRule, ListeningPort, RoomBackup, Todo } from "@opencode-kit/client/protocol";
