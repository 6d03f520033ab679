import type { UsedTokenStore } from "../storage/createUsedTokenStore.ts";
import type { Access } from "./authorize.ts";
import { isAllowedOrigin } from "./isAllowedOrigin.ts";

export type AdmitOptions = {
  readonly authorize: (request: Request) => Access | Promise<Access>;
  readonly allowedOrigins: readonly string[];
  readonly usedTokens: UsedTokenStore;
};

/** Whether a request becomes a connection. Never rejects: what fails lets nobody in. */
export async function admit(
  request: Request,
  { authorize, allowedOrigins, usedTokens }: AdmitOptions,
): Promise<Access> {
  if (!isAllowedOrigin(request, allowedOrigins)) {
    const reason = "Pages of this origin may not connect; see allowedOrigins().";
    return { isAllowed: false, code: "origin_forbidden", reason };
  }
  try {
    const access = await authorize(request);
    if (!access.isAllowed) return access;
    const { expiresAt = Number.MAX_SAFE_INTEGER, singleUseId } = access;
    // Written so that a time that is no number is over.
    if (!(expiresAt > Date.now())) {
      return {
        isAllowed: false,
        code: "token_expired",
        reason: "This access has expired. Ask the host for a new one.",
      };
    }
    if (singleUseId === undefined || usedTokens.use(singleUseId, expiresAt)) return access;
    const reason = "The token was used before and opens one connection only. Ask the host for a new one.";
    return { isAllowed: false, code: "token_used", reason };
  } catch (error) {
    console.error("authorize() failed:", error);
    return { isAllowed: false, reason: "The room could not check who you are. Try again." };
  }
}
