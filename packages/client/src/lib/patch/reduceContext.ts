import type { ParsedPatch } from "./ParsedPatch.ts";
import { toHunks } from "./toHunks.ts";
import { toSteps } from "./toSteps.ts";

/** The same change with at most three lines of context. A patch that contradicts itself stays as it is. */
export function reduceContext(parsed: ParsedPatch): ParsedPatch {
  const steps = toSteps(parsed);
  return steps === undefined ? parsed : { ...parsed, hunks: toHunks(steps) };
}
