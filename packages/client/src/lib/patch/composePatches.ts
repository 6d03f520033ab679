import { mergeSteps } from "./mergeSteps.ts";
import type { ParsedPatch } from "./ParsedPatch.ts";
import type { PatchFacts } from "./patchOf.ts";
import { patchOf } from "./patchOf.ts";
import { toHunks } from "./toHunks.ts";
import { toSteps } from "./toSteps.ts";

/**
 * The patch from old to new, out of one from old to a text between and one from there to new. Hunks have up to three
 * lines of context, fewer where neither patch shows them. Undefined where the two visibly do not fit.
 *
 * A file that comes and goes is no change; one that goes and comes again is modified. Where either patch is binary
 * and the file exists before or after, so is the result.
 */
export function composePatches(first: ParsedPatch, second: ParsedPatch): ParsedPatch | undefined {
  if (isContradiction(first, second)) return undefined;
  const wasThere = !first.isNew && !(second.isNew && isNothing(first));
  const isThere = !second.isDeleted && !(first.isDeleted && isNothing(second));
  const flags = { isNew: !wasThere && isThere, isDeleted: wasThere && !isThere };
  const facts = { ...flags, ...paths(first, second, flags), ...modes(first, second, flags) };
  if (first.isBinary || second.isBinary) {
    return patchOf({ ...facts, isBinary: wasThere || isThere, hunks: [] });
  }
  const [from, to] = [toSteps(first), toSteps(second)];
  const merged = from === undefined || to === undefined ? undefined : mergeSteps(from, to);
  return merged === undefined ? undefined : patchOf({ ...facts, isBinary: false, hunks: toHunks(merged) });
}

/** Whether what they say of the file's existence cannot be. What their lines say is compared line by line. */
function isContradiction(first: ParsedPatch, second: ParsedPatch): boolean {
  if (first.isDeleted) return second.isDeleted || (second.isBinary && !second.isNew);
  return second.isNew && (first.isNew || first.isBinary);
}

function isNothing({ isBinary, isNew, isDeleted, hunks }: ParsedPatch): boolean {
  return !isBinary && !isNew && !isDeleted && hunks.length === 0;
}

type Flags = Pick<PatchFacts, "isNew" | "isDeleted">;

function paths(first: ParsedPatch, second: ParsedPatch, flags: Flags): Pick<PatchFacts, "oldPath" | "newPath"> {
  return {
    oldPath: flags.isNew ? undefined : (first.oldPath ?? second.oldPath),
    newPath: flags.isDeleted ? undefined : (second.newPath ?? first.newPath),
  };
}

function modes(first: ParsedPatch, second: ParsedPatch, flags: Flags): Pick<PatchFacts, "oldMode" | "newMode"> {
  const oldMode = first.oldMode ?? (first.newMode === undefined ? second.oldMode : undefined);
  const newMode = second.newMode ?? (second.oldMode === undefined ? first.newMode : undefined);
  if (flags.isNew) return { oldMode: undefined, newMode };
  if (flags.isDeleted) return { oldMode, newMode: undefined };
  const isChange = oldMode !== undefined && newMode !== undefined && oldMode !== newMode;
  return isChange ? { oldMode, newMode } : { oldMode: undefined, newMode: undefined };
}
