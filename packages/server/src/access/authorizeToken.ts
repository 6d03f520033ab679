import { defined } from "@opencode-kit/client/protocol";
import type { Access } from "./authorize.ts";
import { verifyRoomToken } from "./verifyRoomToken.ts";

/**
 * Lets in who brings a token of `signRoomToken`: in the `token` query parameter of the address, since a page cannot set
 * headers on a WebSocket, or in an `Authorization: Bearer` header. Addresses end up in access logs, so keep tokens
 * short-lived, and single-use where you can. Rejects with `bad_request` if the secret has less than 32 bytes.
 *
 * @example
 * export class OpenCodeRoom extends BaseRoom<Env> {
 *   override authorize(request: Request) {
 *     return authorizeToken(request, { secret: this.env.ROOM_SECRET, room: this.name });
 *   }
 * }
 */
export async function authorizeToken(
  request: Request,
  { secret, room }: { readonly secret: string | Uint8Array; readonly room: string },
): Promise<Access> {
  const token = tokenOf(request);
  if (token === undefined) {
    return {
      isAllowed: false,
      code: "unauthorized",
      reason: "This room wants a token: sign one with signRoomToken() on your server and pass it as query.token.",
    };
  }
  const verified = await verifyRoomToken({ secret, room, token });
  if (!verified.ok) return { isAllowed: false, code: verified.code, reason: verified.message };
  const { role, user, expiresAt, singleUseId } = verified;
  return { isAllowed: true, role, expiresAt, ...defined({ user, singleUseId }) };
}

function tokenOf(request: Request): string | undefined {
  const inAddress = new URL(request.url).searchParams.get("token");
  const inHeader = /^Bearer +(.+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  return inAddress || inHeader;
}
