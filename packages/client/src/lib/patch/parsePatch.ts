import type { Hunk, ParsedPatch } from "./ParsedPatch.ts";
import { readHeader } from "./readHeader.ts";
import { readHunk } from "./readHunk.ts";
import { toSteps } from "./toSteps.ts";

/**
 * Reads the patch of one file, as git, jsdiff or `formatPatch` write it. Undefined where it is not one: an unknown
 * line, a second file, counts or places that do not match, hunks in the wrong order, an empty text.
 */
export function parsePatch(patch: string): ParsedPatch | undefined {
  const lines = patch.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const header = readHeader(lines);
  if (header === undefined) return undefined;
  const hunks: Hunk[] = [];
  let at = header.end;
  while (at < lines.length) {
    if (hunks.length > 0 && (lines[at] === "" || lines[at] === "\r")) {
      at++;
      continue;
    }
    const read = readHunk(lines, at);
    if (read === undefined) return undefined;
    hunks.push(read.hunk);
    at = read.end;
  }
  const parsed: ParsedPatch = { ...header.patch, hunks };
  return saysSomething(parsed) && toSteps(parsed) !== undefined ? parsed : undefined;
}

/** A header can miss the names, where git is set to other prefixes, and still say what changed. */
function saysSomething(patch: ParsedPatch): boolean {
  if (patch.isNew && patch.isDeleted) return false;
  if (patch.isBinary) return patch.hunks.length === 0;
  const { oldPath, newPath, oldMode, newMode } = patch;
  return patch.hunks.length > 0 || [oldPath, newPath, oldMode, newMode].some((fact) => fact !== undefined);
}
