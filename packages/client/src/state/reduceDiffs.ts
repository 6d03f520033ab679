import { formatPatch } from "../lib/patch/index.ts";
import type { DiffSet, FileDiff } from "../protocol/index.ts";
import { findDiff, positionOf } from "./findDiff.ts";
import { parsedDiff } from "./parsedDiff.ts";
import type { RunState } from "./RunState.ts";
import { patchOnTop, toolPatch } from "./toolPatch.ts";

/** A longer patch is not kept in the state: `getDiff` fetches it. In UTF-16 code units. */
export const MAX_PATCH_CHARS = 128_000;

export function setDiff(state: RunState, event: DiffSet): RunState {
  const diff = resolve(state, event);
  const at = positionOf(state.diffs, diff.path);
  const isKnown = state.diffs[at]?.path === diff.path;
  const diffs = isKnown
    ? state.diffs.with(at, diff)
    : [...state.diffs.slice(0, at), diff, ...state.diffs.slice(at)];
  return { ...state, diffs };
}

export function removeDiff(state: RunState, path: string): RunState {
  const at = positionOf(state.diffs, path);
  return state.diffs[at]?.path === path ? { ...state, diffs: state.diffs.toSpliced(at, 1) } : state;
}

/** The diff with its patch: its own, or that of a tool part, or none where that part is not loaded. */
function resolve(state: RunState, { diff, part }: DiffSet): FileDiff {
  if (part === undefined) return withPatch(diff, diff.patch);
  const tool = state.parts.get(part.id);
  if (tool?.type !== "tool") return withPatch(diff, undefined);
  const before = part.isOnTop ? findDiff(state.diffs, diff.path) : undefined;
  const first = before === undefined ? undefined : parsedDiff(before);
  const patch = part.isOnTop ? first && patchOnTop(first, tool, diff.path) : toolPatch(tool, diff.path)?.patch;
  return withPatch(diff, patch === undefined ? undefined : formatPatch(patch, diff.path));
}

function withPatch(diff: DiffSet["diff"], patch: string | undefined): FileDiff {
  if (patch !== undefined && patch.length <= MAX_PATCH_CHARS) return { ...diff, patch };
  return { ...diff, patch: "", isPatchOmitted: true };
}
