import type { Hunk, ParsedPatch } from "./ParsedPatch.ts";
import { quotePath } from "./quotePath.ts";

/**
 * The patch's canonical text, with a final newline: `--- a/<path>` and `+++ b/<path>` (`/dev/null` where the file is
 * not there), then the hunks, a count of 1 left out as git does. Of a binary file `Binary files … differ` instead.
 * Modes and names of the patch are not in it.
 */
export function formatPatch(parsed: ParsedPatch, path: string): string {
  const oldName = parsed.isNew ? "/dev/null" : quotePath(`a/${path}`);
  const newName = parsed.isDeleted ? "/dev/null" : quotePath(`b/${path}`);
  if (parsed.isBinary) return `Binary files ${oldName} and ${newName} differ\n`;
  const lines = [`--- ${oldName}`, `+++ ${newName}`];
  for (const hunk of parsed.hunks) {
    lines.push(headerOf(hunk));
    for (const line of hunk.lines) lines.push(line);
  }
  return `${lines.join("\n")}\n`;
}

function headerOf({ oldStart, oldLines, newStart, newLines }: Hunk): string {
  return `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`;
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${start},${count}`;
}
