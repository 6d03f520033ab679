import type { ParsedPatch } from "./ParsedPatch.ts";

/** Lines that the patch adds and removes; a changed line counts as both, a binary file as none. */
export function countPatch(parsed: ParsedPatch): { readonly additions: number; readonly deletions: number } {
  let additions = 0;
  let deletions = 0;
  for (const { lines } of parsed.hunks) {
    for (const line of lines) {
      if (line.startsWith("+")) additions++;
      else if (line.startsWith("-")) deletions++;
    }
  }
  return { additions, deletions };
}
