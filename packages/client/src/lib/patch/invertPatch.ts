import { isMark } from "./hunkLines.ts";
import type { Hunk, ParsedPatch } from "./ParsedPatch.ts";
import { patchOf } from "./patchOf.ts";

/** The patch back: from the new text to the old. */
export function invertPatch(parsed: ParsedPatch): ParsedPatch {
  return patchOf({
    oldPath: parsed.newPath,
    newPath: parsed.oldPath,
    oldMode: parsed.newMode,
    newMode: parsed.oldMode,
    isBinary: parsed.isBinary,
    isNew: parsed.isDeleted,
    isDeleted: parsed.isNew,
    hunks: parsed.hunks.map(invertHunk),
  });
}

function invertHunk({ oldStart, oldLines, newStart, newLines, lines }: Hunk): Hunk {
  return {
    oldStart: newStart,
    oldLines: newLines,
    newStart: oldStart,
    newLines: oldLines,
    lines: invertLines(lines),
  };
}

/** In each run of changes removed lines come first, as they do in every patch. */
function invertLines(lines: readonly string[]): readonly string[] {
  const inverted: string[] = [];
  let added: string[] = [];
  let last = inverted;
  const flush = (): void => {
    for (const line of added) inverted.push(line);
    added = [];
  };
  for (const line of lines) {
    if (line.startsWith("+")) {
      last = inverted;
      inverted.push(`-${line.slice(1)}`);
    } else if (line.startsWith("-")) {
      last = added;
      added.push(`+${line.slice(1)}`);
    } else if (isMark(line)) {
      last.push(line);
    } else {
      flush();
      last = inverted;
      inverted.push(line);
    }
  }
  flush();
  return inverted;
}
