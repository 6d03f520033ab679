import type { Usage } from "@opencode-kit/client/protocol";

/** All tokens that were used, of whatever kind. */
export function tokensOf({ input, output, reasoning, cacheRead, cacheWrite }: Usage): number {
  return input + output + reasoning + cacheRead + cacheWrite;
}
