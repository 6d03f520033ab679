import type { FileDiff } from "../protocol/index.ts";

/** Where a path's diff stands or would stand in a list that is sorted by path. */
export function positionOf(diffs: readonly FileDiff[], path: string): number {
  let low = 0;
  let high = diffs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((diffs[middle]?.path ?? "") < path) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function findDiff(diffs: readonly FileDiff[], path: string): FileDiff | undefined {
  const diff = diffs[positionOf(diffs, path)];
  return diff?.path === path ? diff : undefined;
}
