import { composePatches, countPatch, formatPatch } from "../lib/patch/index.ts";
import type { FileDiff, FileStatus } from "../protocol/index.ts";
import { MAX_PATCH_CHARS } from "./reduceDiffs.ts";
import { parsedDiff } from "./selectDiffs.ts";

/**
 * The changes of several turns, oldest first, as one list: per file from what it was before the first turn to what it
 * is after the last, out of diffs that are resolved. A file that is as it was is not in it. Sorted by path.
 */
export function mergeDiffs(turns: readonly (readonly FileDiff[])[]): readonly FileDiff[] {
  const merged = new Map<string, FileDiff>();
  for (const turn of turns) {
    for (const diff of turn) {
      const from = diff.previousPath ?? diff.path;
      const before = merged.get(from);
      merged.delete(from);
      const after = before === undefined ? diff : mergeDiff(before, diff);
      if (after !== undefined) merged.set(diff.path, after);
    }
  }
  return [...merged.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function mergeDiff(before: FileDiff, after: FileDiff): FileDiff | undefined {
  const { path } = after;
  const source = after.source === undefined ? {} : { source: after.source };
  const origin = before.previousPath ?? before.path;
  const moved = origin === path || before.status === "added" ? {} : { previousPath: origin };
  const isBinary = before.isBinary === true || after.isBinary === true ? { isBinary: true as const } : {};
  const status = statusOf(before.status, after.status, moved.previousPath !== undefined);
  if (status === undefined) return undefined;
  const base = { path, ...moved, status, ...isBinary, ...source };
  const both = composed(before, after);
  if (both === undefined) {
    const additions = before.additions + after.additions;
    const deletions = before.deletions + after.deletions;
    const isEmpty = before.patch === "" && after.patch === "" && !before.isPatchOmitted && !after.isPatchOmitted;
    return { ...base, additions, deletions, patch: "", ...(isEmpty ? {} : { isPatchOmitted: true }) };
  }
  const isUnchanged = both.counts.additions === 0 && both.counts.deletions === 0;
  if (isUnchanged && status === "modified" && !isBinary.isBinary) return undefined;
  return { ...base, ...both.counts, ...both.patch };
}

type Composed = {
  readonly counts: { readonly additions: number; readonly deletions: number };
  readonly patch: { readonly patch: string; readonly isPatchOmitted?: true };
};

/** A move without a change has an empty patch, which changes nothing. */
function composed(before: FileDiff, after: FileDiff): Composed | undefined {
  if (before.isPatchOmitted === true || after.isPatchOmitted === true) return undefined;
  if (before.patch === "") return { counts: countsOf(after), patch: { patch: after.patch } };
  if (after.patch === "") return { counts: countsOf(before), patch: { patch: before.patch } };
  const [first, second] = [parsedDiff(before), parsedDiff(after)];
  const both = first === undefined || second === undefined ? undefined : composePatches(first, second);
  if (both === undefined) return undefined;
  const patch = formatPatch(both, after.path);
  return {
    counts: countPatch(both),
    patch: patch.length > MAX_PATCH_CHARS ? { patch: "", isPatchOmitted: true } : { patch },
  };
}

function countsOf({ additions, deletions }: FileDiff): Composed["counts"] {
  return { additions, deletions };
}

/** Undefined where the file is gone that was not there before. */
function statusOf(before: FileStatus, after: FileStatus, isMoved: boolean): FileStatus | undefined {
  if (before === "added") return after === "deleted" ? undefined : "added";
  if (after === "deleted") return "deleted";
  return isMoved ? "renamed" : "modified";
}
