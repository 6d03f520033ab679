export { authorizeLoopback } from "./access/authorize.ts";
export { authorizeToken } from "./access/authorizeToken.ts";
export { signRoomToken } from "./access/signRoomToken.ts";
export { verifyRoomToken } from "./access/verifyRoomToken.ts";
export { OpenCodeRoom } from "./OpenCodeRoom.ts";
export { routeOpenCodeRequest } from "./routeOpenCodeRequest.ts";
export { localSandbox } from "./sandbox/localSandbox.ts";
export { runInRoom } from "./tool/runInRoom.ts";

export type { Access } from "./access/authorize.ts";
export type { SignedRoomToken, SignRoomTokenOptions } from "./access/signRoomToken.ts";
export type { VerifiedRoomToken } from "./access/verifyRoomToken.ts";
export type { CommandOutcome } from "./commands/CommandOutcome.ts";
export type { RunNews } from "./room/awaitRun.ts";
export type { ChangedFile, RunCounts, RunLine } from "./room/toRunLine.ts";
export type { RoomNamespace, RoomStub, RunInRoomOptions } from "./tool/runInRoom.ts";
export type { LocalSandboxOptions } from "./sandbox/localSandbox.ts";
export type {
  ByteRange,
  ExposedPort,
  FileBody,
  SandboxBackup,
  SandboxPort,
  WorkspaceChange,
} from "./sandbox/SandboxPort.ts";
export type { FileListing } from "@opencode-kit/client/state";
export type { AgentServer, SandboxProcess } from "@opencode-kit/client/source";
export type { Budget, Retention } from "@opencode-kit/client/room";
export type { AuditEntry, BudgetLimits, BudgetRule, Role, User } from "@opencode-kit/client/protocol";
