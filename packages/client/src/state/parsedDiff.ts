import type { ParsedPatch } from "../lib/patch/index.ts";
import { parsePatch } from "../lib/patch/index.ts";
import type { FileDiff } from "../protocol/index.ts";

const parsed = new WeakMap<FileDiff, ParsedPatch>();

/** A diff's patch, parsed once; undefined where it is left out or does not parse. */
export function parsedDiff(diff: FileDiff): ParsedPatch | undefined {
  if (diff.isPatchOmitted === true) return undefined;
  let patch = parsed.get(diff);
  if (patch === undefined) {
    patch = parsePatch(diff.patch);
    if (patch !== undefined) parsed.set(diff, patch);
  }
  return patch;
}
