import type { SandboxPort } from "../sandbox/SandboxPort.ts";

/** A sandbox of this kit's, or what `getSandbox` of `@cloudflare/sandbox` gives. */
export type AnySandbox = SandboxPort;

export function toSandboxPort(sandbox: AnySandbox): SandboxPort {
  return sandbox;
}
