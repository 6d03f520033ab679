export { cloudflareSandbox } from "./cloudflareSandbox.ts";
export { createCloudflarePort } from "./createCloudflarePort.ts";
export { ContainerProxy, OpenCodeSandbox } from "./OpenCodeSandbox.ts";
export { proxyPreview } from "./proxyPreview.ts";

export type { CloudflareSandboxBinding, CloudflareSandboxOptions } from "./cloudflareSandbox.ts";
export type { AgentSettings } from "./createAgent.ts";
export type { BackupBucket, BackupOptions } from "./createBackups.ts";
export type { CloudflarePortOptions } from "./createCloudflarePort.ts";
export type { SandboxSdk } from "./SandboxSdk.ts";
