import type { ParsedPatch } from "../lib/patch/index.ts";
import { formatPatch, parsePatch } from "../lib/patch/index.ts";
import type { FileDiff } from "../protocol/index.ts";
import { findDiff } from "./findDiff.ts";
import { MAX_PATCH_CHARS } from "./reduceDiffs.ts";
import type { RunState } from "./RunState.ts";
import { patchOnTop, toolPatch } from "./toolPatch.ts";

const resolved = new WeakMap<FileDiff, FileDiff>();
const parsed = new WeakMap<FileDiff, ParsedPatch>();
const lists = new WeakMap<RunState["diffs"], readonly FileDiff[]>();

/** A file's diff with its patch; the same object until it changes. */
export function selectDiff(state: RunState, path: string): FileDiff | undefined {
  const diff = findDiff(state.diffs, path);
  return diff === undefined ? undefined : resolveDiff(state, diff);
}

/** All diffs with their patches, sorted by path; the same list until one changes. */
export function selectDiffs(state: RunState): readonly FileDiff[] {
  let list = lists.get(state.diffs);
  if (list === undefined) lists.set(state.diffs, (list = state.diffs.map((diff) => resolveDiff(state, diff))));
  return list;
}

/** A diff whose patch is all its own: what tool parts have of it is put together, or left out where it is missing. */
export function resolveDiff(state: RunState, diff: FileDiff): FileDiff {
  if (diff.parts === undefined) return diff;
  let whole = resolved.get(diff);
  if (whole === undefined) resolved.set(diff, (whole = resolve(state, diff)));
  return whole;
}

function resolve(state: RunState, { parts = [], ...diff }: FileDiff): FileDiff {
  let patch = diff.patch === "" ? undefined : parsePatch(diff.patch);
  for (const id of parts) {
    const part = state.parts.get(id);
    if (part?.type !== "tool") return omitted(diff);
    patch = patch === undefined ? toolPatch(part, diff.path)?.patch : patchOnTop(patch, part, diff.path);
    if (patch === undefined) return omitted(diff);
  }
  const text = patch === undefined ? "" : formatPatch(patch, diff.path);
  if (text.length > MAX_PATCH_CHARS) return omitted(diff);
  const whole = { ...diff, patch: text };
  if (patch !== undefined) parsed.set(whole, patch);
  return whole;
}

function omitted(diff: FileDiff): FileDiff {
  return { ...diff, patch: "", isPatchOmitted: true };
}

/** A resolved diff's patch, parsed once; undefined where it is left out or does not parse. */
export function parsedDiff(diff: FileDiff): ParsedPatch | undefined {
  if (diff.isPatchOmitted === true || diff.parts !== undefined) return undefined;
  let patch = parsed.get(diff);
  if (patch === undefined) {
    patch = parsePatch(diff.patch);
    if (patch !== undefined) parsed.set(diff, patch);
  }
  return patch;
}
