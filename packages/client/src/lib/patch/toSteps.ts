import { readHunkLines } from "./hunkLines.ts";
import { isSound } from "./isSound.ts";
import type { ParsedPatch } from "./ParsedPatch.ts";
import type { PatchStep } from "./PatchStep.ts";
import { REST } from "./PatchStep.ts";

/**
 * The patch as a walk through the file. It ends with `REST`, except where the patch shows the end of the file.
 * Undefined where the patch contradicts itself.
 */
export function toSteps(parsed: ParsedPatch): readonly PatchStep[] | undefined {
  const steps: PatchStep[] = [];
  let oldAt = 0;
  let newAt = 0;
  let isEnded = parsed.isNew || parsed.isDeleted;
  for (const hunk of parsed.hunks) {
    const gap = indexOf(hunk.oldStart, hunk.oldLines) - oldAt;
    if (!Number.isSafeInteger(gap) || gap < 0) return undefined;
    if (indexOf(hunk.newStart, hunk.newLines) !== newAt + gap) return undefined;
    if (gap > 0) steps.push({ kind: "gap", count: gap });
    oldAt += gap;
    newAt += gap;
    const [oldEnd, newEnd] = [oldAt + hunk.oldLines, newAt + hunk.newLines];
    const lines = readHunkLines(hunk.lines);
    if (lines === undefined) return undefined;
    for (const line of lines) {
      if (line.kind !== "+") oldAt++;
      if (line.kind !== "-") newAt++;
      if (!line.text.endsWith("\n")) isEnded = true;
      steps.push(line);
    }
    if (oldAt !== oldEnd || newAt !== newEnd) return undefined;
  }
  if ((parsed.isNew && oldAt > 0) || (parsed.isDeleted && newAt > 0)) return undefined;
  // After an end, both sides share what follows: nothing.
  if (!isEnded) steps.push(REST);
  return isSound(steps) ? steps : undefined;
}

/** From 0; the header of a side without lines names the line before. */
function indexOf(start: number, count: number): number {
  return count === 0 ? start : start - 1;
}
