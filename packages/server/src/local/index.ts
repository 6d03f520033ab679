export { startLocalSandbox } from "./startLocalSandbox.ts";
export { startSandboxHost } from "./startSandboxHost.ts";

export type { PermissionAction, PermissionConfig } from "../providers/PermissionConfig.ts";
export type { HostModelsOptions } from "./HostModels.ts";
export type { ModelConfig } from "./ModelConfig.ts";
export type { LocalSandboxHostOptions, RunningLocalSandbox, ScriptedServer } from "./startLocalSandbox.ts";
export type { SandboxHost, SandboxHostOptions } from "./startSandboxHost.ts";
export type { WorkspaceTemplate } from "./workspace.ts";
