import { proxyToSandbox } from "@cloudflare/sandbox";
import type { CloudflareSandboxBinding } from "./cloudflareSandbox.ts";

/**
 * Answers a request to a preview (`https://<port>-<sandbox>-<token>.<previewHost>`), or resolves to null for any other.
 * Ask it first in the Worker's `fetch`. Who has the address has access.
 */
export function proxyPreview(request: Request, binding: CloudflareSandboxBinding): Promise<Response | null> {
  return proxyToSandbox(request, { Sandbox: binding as Parameters<typeof proxyToSandbox>[1]["Sandbox"] });
}
