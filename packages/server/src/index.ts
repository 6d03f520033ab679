export { OpenCodeRoom } from "./OpenCodeRoom.ts";
export { routeOpenCodeRequest } from "./routeOpenCodeRequest.ts";
export { localSandbox } from "./sandbox/localSandbox.ts";

export type { Access } from "./access/authorize.ts";
export type { LocalSandboxOptions } from "./sandbox/localSandbox.ts";
export type { AgentServer, FileBody, FileChange, FileListing, SandboxPort } from "./sandbox/SandboxPort.ts";
