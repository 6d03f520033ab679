import { jwtVerify, SignJWT } from "jose";

/** A download link works for this long, in ms. */
const LINK_MS = 5 * 60_000;
const AUDIENCE = "opencode-kit-artifact";

export type SignedArtifact = { readonly token: string; readonly expiresAt: number };

/** Signs a token for one file of one room. */
export async function signArtifact(secret: Uint8Array, room: string, path: string): Promise<SignedArtifact> {
  const expiresAt = Date.now() + LINK_MS;
  const token = await new SignJWT({ path })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(room)
    .setAudience(AUDIENCE)
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(secret);
  return { token, expiresAt };
}

/** The path that a token is for, or undefined if it is forged, expired or for another room. */
export async function verifyArtifact(secret: Uint8Array, room: string, token: string): Promise<string | undefined> {
  try {
    const { payload } = await jwtVerify(token, secret, { subject: room, audience: AUDIENCE, algorithms: ["HS256"] });
    return typeof payload["path"] === "string" ? payload["path"] : undefined;
  } catch {
    return undefined;
  }
}
