export { OpenCodeRoom } from "./OpenCodeRoom.ts";
export { routeOpenCodeRequest } from "./routeOpenCodeRequest.ts";
export { localSandbox } from "./sandbox/localSandbox.ts";

export type { Access } from "./access/authorize.ts";
export type { LocalSandboxOptions } from "./sandbox/localSandbox.ts";
export type { FileBody, FileChange, SandboxPort } from "./sandbox/SandboxPort.ts";
export type { FileListing } from "@opencode-kit/client/state";
export type { AgentServer, SandboxProcess } from "@opencode-kit/client/source";
export type { Retention } from "@opencode-kit/client/room";
