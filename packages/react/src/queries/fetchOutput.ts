import type { OpenCodeClient } from "@opencode-kit/client";
import { MAX_OUTPUT_CHARS } from "@opencode-kit/client/protocol";

/** More of an output is not shown, in UTF-16 code units: a page is no place for it. */
export const MAX_SHOWN_CHARS = 5_000_000;

type Wanted = {
  readonly runId: string;
  readonly partId: string;
  readonly start?: string | undefined;
  readonly onShare?: ((share: number) => void) | undefined;
};

/** An output from its beginning, piece by piece. */
export async function fetchOutput(
  client: Pick<OpenCodeClient, "getOutput">,
  { runId, partId, start = "", onShare }: Wanted,
): Promise<string> {
  let text = start;
  while (text.length < MAX_SHOWN_CHARS) {
    const limit = Math.min(MAX_OUTPUT_CHARS, MAX_SHOWN_CHARS - text.length);
    // Each piece begins where the one before ended.
    const piece = await client.getOutput({ runId, partId, offset: text.length, limit });
    text += piece.text;
    if (piece.text === "" || text.length >= piece.chars) break;
    onShare?.(text.length / Math.min(piece.chars, MAX_SHOWN_CHARS));
  }
  return text;
}
