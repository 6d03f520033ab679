import type { Role } from "@opencode-kit/client/protocol";

/** What a request may do, or the sentence that says why it may do nothing. */
export type Access =
  | { readonly isAllowed: true; readonly role: Role }
  | { readonly isAllowed: false; readonly reason: string };

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Default deny: without an `authorize` of its own a room answers only requests to this machine, as its owner. */
export function authorizeLoopback(request: Request): Access {
  if (LOOPBACK.test(new URL(request.url).hostname)) return { isAllowed: true, role: "owner" };
  return {
    isAllowed: false,
    reason: "This room has no authorize(request). Override it in your OpenCodeRoom to let clients in.",
  };
}

/**
 * Whether a browser page may talk to the room: pages of the same host and of the listed origins. Requests without an
 * `Origin` do not come from a page.
 */
export function isAllowedOrigin(request: Request, allowedOrigins: readonly string[]): boolean {
  const origin = request.headers.get("Origin");
  if (origin === null) return true;
  if (allowedOrigins.includes(origin)) return true;
  try {
    return new URL(origin).host === new URL(request.url).host;
  } catch {
    return false;
  }
}
