import { formatPatch } from "./formatPatch.ts";
import { writeHunkLines } from "./hunkLines.ts";
import type { Hunk } from "./ParsedPatch.ts";
import { splitLines } from "./splitLines.ts";

/** The canonical text of the patch that makes a file with this content; without a hunk where that is empty. */
export function addedFilePatch(path: string, content: string): string {
  const lines = splitLines(content);
  const hunk: Hunk = {
    oldStart: 0,
    oldLines: 0,
    newStart: 1,
    newLines: lines.length,
    lines: writeHunkLines(lines.map((text) => ({ kind: "+", text }))),
  };
  const hunks = lines.length === 0 ? [] : [hunk];
  return formatPatch({ isBinary: false, isNew: true, isDeleted: false, hunks }, path);
}
