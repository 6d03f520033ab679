import type { ParsedPatch } from "./ParsedPatch.ts";
import type { PatchStep } from "./PatchStep.ts";
import { toSteps } from "./toSteps.ts";

/**
 * Whether both remove and add the same lines at the same places, whatever their context, headers and hunks. Two
 * binary ones are the same: neither says how the file changed.
 */
export function isSameChange(a: ParsedPatch, b: ParsedPatch): boolean {
  // Headers may be silent, but two that contradict each other matter where there are no lines.
  if ((a.isNew && b.isDeleted) || (a.isDeleted && b.isNew)) return false;
  if (a.isBinary || b.isBinary) return a.isBinary && b.isBinary;
  const [first, second] = [toSteps(a), toSteps(b)];
  if (first === undefined || second === undefined) return false;
  const [changes, others] = [changesIn(first), changesIn(second)];
  return changes.length === others.length && changes.every((change, i) => isSame(change, others[i]));
}

type Change = {
  /** Index in the old text, from 0. */
  readonly at: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
};

function changesIn(steps: readonly PatchStep[]): readonly Change[] {
  const changes: Change[] = [];
  let at = 0;
  let removed: string[] = [];
  let added: string[] = [];
  const flush = (): void => {
    if (removed.length > 0 || added.length > 0) changes.push({ at: at - removed.length, removed, added });
    removed = [];
    added = [];
  };
  for (const step of steps) {
    if (step.kind === "+") {
      added.push(step.text);
      continue;
    }
    if (step.kind === "-") removed.push(step.text);
    else flush();
    at += step.kind === "gap" ? step.count : 1;
  }
  flush();
  return changes;
}

function isSame(a: Change, b: Change | undefined): boolean {
  return a.at === b?.at && isSameList(a.removed, b.removed) && isSameList(a.added, b.added);
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
