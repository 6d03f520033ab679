import { writeHunkLines } from "./hunkLines.ts";
import type { Hunk } from "./ParsedPatch.ts";
import type { PatchLine, PatchStep } from "./PatchStep.ts";

/** Lines of context around a change, where they are known. */
const CONTEXT = 3;

/** The changes as hunks with up to three lines of context. Lines that are removed and added alike become context. */
export function toHunks(steps: readonly PatchStep[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  // Of the hunk that is open, if any; then the kept lines after it, or after the last gap.
  let open: PatchLine[] | undefined;
  let kept: PatchLine[] = [];
  let [oldAt, newAt] = [0, 0];
  const close = (): void => {
    if (open !== undefined) {
      for (const line of kept.slice(0, CONTEXT)) open.push(line);
      const behind = Math.max(0, kept.length - CONTEXT);
      hunks.push(hunkUpTo(oldAt - behind, newAt - behind, open));
    }
    open = undefined;
  };
  for (const step of trimChanges(steps)) {
    if (step.kind === "gap") {
      close();
      kept = [];
      oldAt += step.count;
      newAt += step.count;
      continue;
    }
    if (step.kind === " ") {
      kept.push(step);
    } else {
      if (open !== undefined && kept.length > 2 * CONTEXT) close();
      if (open === undefined) open = kept.slice(-CONTEXT);
      else for (const line of kept) open.push(line);
      kept = [];
      open.push(step);
    }
    if (step.kind !== "+") oldAt++;
    if (step.kind !== "-") newAt++;
  }
  close();
  return hunks;
}

/** The hunk of the lines that end before the given lines, both from 0. */
function hunkUpTo(oldEnd: number, newEnd: number, lines: readonly PatchLine[]): Hunk {
  const oldLines = lines.filter(({ kind }) => kind !== "+").length;
  const newLines = lines.filter(({ kind }) => kind !== "-").length;
  return {
    oldStart: oldEnd - oldLines + (oldLines === 0 ? 0 : 1),
    oldLines,
    newStart: newEnd - newLines + (newLines === 0 ? 0 : 1),
    newLines,
    lines: writeHunkLines(lines),
  };
}

/** In each run of changes: what is removed, then what is added, between the lines at its ends that stay the same. */
function trimChanges(steps: readonly PatchStep[]): readonly PatchStep[] {
  const trimmed: PatchStep[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const flush = (): void => {
    const shorter = Math.min(removed.length, added.length);
    let head = 0;
    while (head < shorter && removed[head] === added[head]) head++;
    let tail = 0;
    while (tail < shorter - head && removed.at(-1 - tail) === added.at(-1 - tail)) tail++;
    pushAll(trimmed, " ", removed, 0, head);
    pushAll(trimmed, "-", removed, head, removed.length - tail);
    pushAll(trimmed, "+", added, head, added.length - tail);
    pushAll(trimmed, " ", removed, removed.length - tail, removed.length);
    removed = [];
    added = [];
  };
  for (const step of steps) {
    if (step.kind === "-") {
      removed.push(step.text);
    } else if (step.kind === "+") {
      added.push(step.text);
    } else {
      flush();
      trimmed.push(step);
    }
  }
  flush();
  return trimmed;
}

function pushAll(
  steps: PatchStep[],
  kind: PatchLine["kind"],
  texts: readonly string[],
  start: number,
  end: number,
): void {
  for (const text of texts.slice(start, end)) steps.push({ kind, text });
}
