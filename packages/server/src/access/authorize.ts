import type { ErrorCode, Role, User } from "@opencode-kit/client/protocol";

/** What a request may do, or the sentence that says why it may do nothing. */
export type Access =
  | {
      readonly isAllowed: true;
      readonly role: Role;
      /** Who it is: shown to the others in the room and kept in its audit. Default: nobody in particular. */
      readonly user?: User;
      /** The connection ends at this time, in ms since the Unix epoch. Default: never. */
      readonly expiresAt?: number;
      /** The room lets each such id in once. It is remembered until `expiresAt`, or for good where there is none. */
      readonly singleUseId?: string;
    }
  | {
      readonly isAllowed: false;
      /** Shown to the client: one sentence that says what to do. */
      readonly reason: string;
      /** Default: `unauthorized`. */
      readonly code?: ErrorCode;
    };

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Default deny: without an `authorize` of its own a room answers only requests to this machine, as its owner. */
export function authorizeLoopback(request: Request): Access {
  if (LOOPBACK.test(new URL(request.url).hostname)) return { isAllowed: true, role: "owner" };
  return {
    isAllowed: false,
    reason: "This room has no authorize(request). Override it in your OpenCodeRoom to let clients in.",
  };
}
