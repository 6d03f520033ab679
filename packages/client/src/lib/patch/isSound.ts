import type { PatchStep } from "./PatchStep.ts";

/** Whether no line follows one without a newline, on either side. */
export function isSound(steps: readonly PatchStep[]): boolean {
  let isOldOver = false;
  let isNewOver = false;
  for (const step of steps) {
    if (isOldOver && step.kind !== "+") return false;
    if (isNewOver && step.kind !== "-") return false;
    if (step.kind === "gap" || step.text.endsWith("\n")) continue;
    if (step.kind !== "+") isOldOver = true;
    if (step.kind !== "-") isNewOver = true;
  }
  return true;
}
