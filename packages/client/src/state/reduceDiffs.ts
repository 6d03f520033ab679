import type { DiffSet, FileDiff } from "../protocol/index.ts";
import { findDiff, positionOf } from "./findDiff.ts";
import type { RunState } from "./RunState.ts";

/** A longer patch is not kept in the state: `getDiff` fetches it. In UTF-16 code units. */
export const MAX_PATCH_CHARS = 128_000;

export function setDiff(state: RunState, event: DiffSet): RunState {
  const diff = toDiff(state, event);
  const at = positionOf(state.diffs, diff.path);
  const isKnown = state.diffs[at]?.path === diff.path;
  const diffs = isKnown ? state.diffs.with(at, diff) : [...state.diffs.slice(0, at), diff, ...state.diffs.slice(at)];
  return { ...state, diffs };
}

export function removeDiff(state: RunState, path: string): RunState {
  const at = positionOf(state.diffs, path);
  return state.diffs[at]?.path === path ? { ...state, diffs: state.diffs.toSpliced(at, 1) } : state;
}

/** The diff with its patch, or with the tool parts that have it. */
function toDiff(state: RunState, { diff, part }: DiffSet): FileDiff {
  if (part === undefined) {
    const { patch } = diff;
    return patch !== undefined && patch.length <= MAX_PATCH_CHARS ? { ...diff, patch } : omitted(diff);
  }
  if (!part.isOnTop) return { ...diff, patch: "", parts: [part.id] };
  const before = findDiff(state.diffs, diff.path);
  if (before === undefined || before.isPatchOmitted === true) return omitted(diff);
  return { ...diff, patch: before.patch, parts: [...(before.parts ?? []), part.id] };
}

function omitted(diff: DiffSet["diff"]): FileDiff {
  return { ...diff, patch: "", isPatchOmitted: true };
}
