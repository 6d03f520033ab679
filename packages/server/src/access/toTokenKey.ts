import { OpenCodeKitError } from "@opencode-kit/client/protocol";

/** HS256 is as strong as its key: shorter ones than its hash can be guessed offline from a single token. */
const MIN_SECRET_BYTES = 32;

/** A secret as the key that tokens are signed by. Throws `bad_request` for one that is too short. */
export function toTokenKey(secret: string | Uint8Array): Uint8Array {
  const key = typeof secret === "string" ? new TextEncoder().encode(secret) : secret;
  if (key.length >= MIN_SECRET_BYTES) return key;
  throw new OpenCodeKitError(
    "bad_request",
    `The secret for room tokens has ${key.length} bytes and needs at least ${MIN_SECRET_BYTES}: set it to 32 random bytes, such as from "openssl rand -hex 32".`,
  );
}
