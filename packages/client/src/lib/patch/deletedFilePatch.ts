import { formatPatch } from "./formatPatch.ts";
import { writeHunkLines } from "./hunkLines.ts";
import type { Hunk } from "./ParsedPatch.ts";
import { splitLines } from "./splitLines.ts";

/** The canonical text of the patch that removes a file with this content; without a hunk where that is empty. */
export function deletedFilePatch(path: string, content: string): string {
  const lines = splitLines(content);
  const hunk: Hunk = {
    oldStart: 1,
    oldLines: lines.length,
    newStart: 0,
    newLines: 0,
    lines: writeHunkLines(lines.map((text) => ({ kind: "-", text }))),
  };
  const hunks = lines.length === 0 ? [] : [hunk];
  return formatPatch({ isBinary: false, isNew: false, isDeleted: true, hunks }, path);
}
