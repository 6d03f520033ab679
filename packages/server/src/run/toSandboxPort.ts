import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { createCloudflarePort } from "../cloudflare/createCloudflarePort.ts";
import type { SandboxSdk } from "../cloudflare/SandboxSdk.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";

/**
 * A sandbox of this kit's, such as a session's own; or what `getSandbox` of `@cloudflare/sandbox` gives, made with
 * `transport: "rpc"` and `enableDefaultSession: false`.
 */
export type AnySandbox = SandboxPort | SandboxSdk;

/** A sandbox of the SDK's becomes one whose files and backups can be reached; its agent needs `cloudflareSandbox`. */
export function toSandboxPort(sandbox: AnySandbox): SandboxPort {
  if (isSandboxPort(sandbox)) return sandbox;
  const agent = (): never => {
    throw new OpenCodeKitError("bad_request", "The agent needs a model: make the sandbox with cloudflareSandbox.");
  };
  return createCloudflarePort(sandbox, { agent: async () => agent() });
}

/** Of a stub of Cloudflare's every property is a function. */
export function isSandboxPort(value: unknown): value is SandboxPort {
  return typeof value === "object" && value !== null && "isDurable" in value && typeof value.isDurable === "boolean";
}
