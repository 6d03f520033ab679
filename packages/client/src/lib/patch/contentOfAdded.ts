import { readHunkLines } from "./hunkLines.ts";
import type { ParsedPatch } from "./ParsedPatch.ts";

/**
 * The whole text of a file that the patch adds; undefined where it does not add one, or is binary. A patch that does
 * not say that the file is new adds it where its only hunk starts from line 0, as jsdiff writes it; without any
 * context, that could also be an insertion before the first line.
 */
export function contentOfAdded(parsed: ParsedPatch): string | undefined {
  const { isBinary, isNew, isDeleted, hunks } = parsed;
  if (isBinary || isDeleted || hunks.length > 1) return undefined;
  const hunk = hunks[0];
  if (hunk === undefined) return isNew ? "" : undefined;
  if (hunk.oldLines !== 0 || hunk.oldStart !== 0) return undefined;
  const lines = readHunkLines(hunk.lines);
  if (lines === undefined || lines.some(({ kind }) => kind !== "+")) return undefined;
  return lines.map(({ text }) => text).join("");
}
