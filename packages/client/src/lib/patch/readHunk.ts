import { isMark, NO_NEWLINE } from "./hunkLines.ts";
import type { Hunk } from "./ParsedPatch.ts";

export type ReadHunk = {
  readonly hunk: Hunk;
  /** Index of the first line after the hunk. */
  readonly end: number;
};

// Ten digits are enough for any file, and sums of such numbers are exact.
const HEADER = /^@@ -(\d{1,10})(?:,(\d{1,10}))? \+(\d{1,10})(?:,(\d{1,10}))? @@/;

/** The hunk whose header is `lines[start]`. Its counts alone say where it ends: any text may stand in its lines. */
export function readHunk(lines: readonly string[], start: number): ReadHunk | undefined {
  const header = HEADER.exec(lines[start] ?? "");
  if (header === null) return undefined;
  const [, oldStart, oldLines = "1", newStart, newLines = "1"] = header;
  let oldLeft = Number(oldLines);
  let newLeft = Number(newLines);
  if (oldLeft === 0 && newLeft === 0) return undefined;
  const own: string[] = [];
  let end = start + 1;
  // A mark belongs to the line before it, so one may follow the last line too.
  while (oldLeft > 0 || newLeft > 0 || isMark(lines[end])) {
    const line = lines[end];
    if (line === undefined) return undefined;
    end++;
    if (isMark(line)) {
      if (own.length === 0 || isMark(own.at(-1))) return undefined;
      own.push(NO_NEWLINE);
      continue;
    }
    // Editors and mailers trim the space of an empty line.
    const full = line === "" || line === "\r" ? ` ${line}` : line;
    if (!full.startsWith(" ") && !full.startsWith("+") && !full.startsWith("-")) return undefined;
    if (!full.startsWith("+")) oldLeft--;
    if (!full.startsWith("-")) newLeft--;
    if (oldLeft < 0 || newLeft < 0) return undefined;
    own.push(full);
  }
  const hunk: Hunk = {
    oldStart: Number(oldStart),
    oldLines: Number(oldLines),
    newStart: Number(newStart),
    newLines: Number(newLines),
    lines: own,
  };
  return { hunk, end };
}
