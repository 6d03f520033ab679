import type { Role, User } from "@opencode-kit/client/protocol";
import { defined, isObject, ROLES } from "@opencode-kit/client/protocol";
import type { JWTPayload } from "jose";
import { errors, jwtVerify } from "jose";
import { ROOM_AUDIENCE } from "./signRoomToken.ts";
import { toTokenKey } from "./toTokenKey.ts";

/** What a token says, or why it says nothing. */
export type VerifiedRoomToken =
  | {
      readonly ok: true;
      readonly role: Role;
      readonly user?: User;
      /** Milliseconds since the Unix epoch. */
      readonly expiresAt: number;
      /** Present where the token opens one connection only. Whoever lets it in must remember this id. */
      readonly singleUseId?: string;
    }
  | {
      readonly ok: false;
      /**
       * `token_invalid`: not signed by this secret, or no token at all; `token_foreign`: well signed, but for another
       * room or another purpose; `token_expired`: its time is over.
       */
      readonly code: "token_invalid" | "token_expired" | "token_foreign";
      /** One sentence that says what to do. */
      readonly message: string;
    };

const REFUSALS = {
  token_invalid: "The token is not one that this room's host has signed. Ask the host for a new one.",
  token_foreign: "The token is for another room or another purpose. Ask the host for one of this room.",
  token_expired: "The token has expired. Ask the host for a new one.",
} as const;

/**
 * Checks a token of `signRoomToken`. A bad token is a result and no error; only a secret that is too short rejects, with
 * `bad_request`.
 *
 * @example
 * const verified = await verifyRoomToken({ secret: env.ROOM_SECRET, room: "my-room", token });
 * if (!verified.ok) return new Response(verified.message, { status: 401 });
 */
export async function verifyRoomToken(options: {
  readonly secret: string | Uint8Array;
  readonly room: string;
  readonly token: string;
}): Promise<VerifiedRoomToken> {
  const key = toTokenKey(options.secret);
  try {
    const { payload } = await jwtVerify(options.token, key, {
      subject: options.room,
      audience: ROOM_AUDIENCE,
      // Without this list a token could name the algorithm that it is checked by.
      algorithms: ["HS256"],
      requiredClaims: ["exp"],
    });
    return toVerified(payload);
  } catch (error) {
    return refuse(codeOf(error));
  }
}

function toVerified({ role: claimed, user, exp = 0, jti }: JWTPayload): VerifiedRoomToken {
  const role = ROLES.find((known) => known === claimed);
  if (role === undefined) return refuse("token_invalid");
  return { ok: true, role, expiresAt: exp * 1000, ...defined({ user: toUser(user), singleUseId: jti }) };
}

function toUser(claimed: unknown): User | undefined {
  if (!isObject(claimed) || typeof claimed["id"] !== "string") return undefined;
  const { id, name } = claimed;
  return typeof name === "string" ? { id, name } : { id };
}

/** The signature is checked before the claims, so an error about a claim is about a token that the host signed. */
function codeOf(error: unknown): keyof typeof REFUSALS {
  if (error instanceof errors.JWTExpired) return "token_expired";
  const isForeign = error instanceof errors.JWTClaimValidationFailed && ["aud", "sub"].includes(error.claim);
  return isForeign ? "token_foreign" : "token_invalid";
}

function refuse(code: keyof typeof REFUSALS): VerifiedRoomToken {
  return { ok: false, code, message: REFUSALS[code] };
}
