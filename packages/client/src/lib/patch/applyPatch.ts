import type { ParsedPatch } from "./ParsedPatch.ts";
import { splitLines } from "./splitLines.ts";
import { toSteps } from "./toSteps.ts";

/**
 * The text after the patch; a file that does not exist is "". Undefined where the patch is binary or does not fit
 * exactly: every line that it shows must stand where it says.
 */
export function applyPatch(text: string, parsed: ParsedPatch): string | undefined {
  const steps = parsed.isBinary ? undefined : toSteps(parsed);
  if (steps === undefined) return undefined;
  const old = splitLines(text);
  const made: string[] = [];
  let at = 0;
  for (const step of steps) {
    if (step.kind === "+") {
      made.push(step.text);
    } else if (step.kind === "gap") {
      const end = step.count === Number.POSITIVE_INFINITY ? old.length : at + step.count;
      if (end > old.length) return undefined;
      for (; at < end; at++) made.push(old[at] ?? "");
    } else {
      if (old[at] !== step.text) return undefined;
      if (step.kind === " ") made.push(step.text);
      at++;
    }
  }
  if (at !== old.length) return undefined;
  // Without context, a patch can add lines after a last one that has no newline.
  const open = made.findIndex((line) => !line.endsWith("\n"));
  return open === -1 || open === made.length - 1 ? made.join("") : undefined;
}
