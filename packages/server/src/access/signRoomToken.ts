import type { Role, User } from "@opencode-kit/client/protocol";
import { SignJWT } from "jose";
import { toTokenKey } from "./toTokenKey.ts";

/** Told apart from whatever else the host signs with the same secret. */
export const ROOM_AUDIENCE = "opencode-kit-room";

const TTL_MS = 5 * 60_000;

export type SignRoomTokenOptions = {
  /** At least 32 bytes; a string counts in UTF-8. The room checks with the same one. */
  readonly secret: string | Uint8Array;
  /** The only room that the token opens. */
  readonly room: string;
  readonly role: Role;
  /** Who gets the token: shown to the others in the room and kept in its audit. */
  readonly user?: User;
  /**
   * The token opens the room for this long, in ms, rounded up to whole seconds, and the connection that it opened ends
   * with it. Default: 5 minutes.
   */
  readonly ttlMs?: number;
  /** Whether it opens one connection only. Default: false. */
  readonly singleUse?: boolean;
};

export type SignedRoomToken = {
  readonly token: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
};

/**
 * Signs a token that opens one room, for the host's own server, which knows who asks. Rejects with `bad_request` if the
 * secret is too short.
 *
 * @example
 * // GET /api/room-token: sessionOf() is the host's own
 * const { id, name, isAdmin } = await sessionOf(request);
 * const { token } = await signRoomToken({
 *   secret: env.ROOM_SECRET,
 *   room: "my-room",
 *   role: isAdmin ? "owner" : "viewer",
 *   user: { id, name },
 *   singleUse: true,
 * });
 * return Response.json({ token });
 *
 * @example
 * // The page, which gets a new token for each attempt to connect
 * const query = async () => (await fetch("/api/room-token")).json();
 * const client = createOpenCodeClient({ host: location.host, room: "my-room", query });
 */
export async function signRoomToken(options: SignRoomTokenOptions): Promise<SignedRoomToken> {
  const { secret, room, role, user, ttlMs = TTL_MS, singleUse = false } = options;
  const key = toTokenKey(secret);
  const expires = Math.ceil((Date.now() + ttlMs) / 1000);
  const jwt = new SignJWT({ role, ...(user === undefined ? {} : { user: { id: user.id, name: user.name } }) })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(room)
    .setAudience(ROOM_AUDIENCE)
    .setExpirationTime(expires);
  if (singleUse) jwt.setJti(crypto.randomUUID());
  return { token: await jwt.sign(key), expiresAt: expires * 1000 };
}
