import { isSound } from "./isSound.ts";
import type { PatchStep } from "./PatchStep.ts";
import { REST } from "./PatchStep.ts";

/** Both walk over the lines of the text between them: `first` makes them, `second` takes them. */
export function mergeSteps(
  first: readonly PatchStep[],
  second: readonly PatchStep[],
): readonly PatchStep[] | undefined {
  const merged: PatchStep[] = [];
  const [makes, takes] = [reader(first), reader(second)];
  for (;;) {
    const made = makes.peek();
    const taken = takes.peek();
    if (made?.kind === "-") {
      merged.push(made);
      makes.skip(1);
    } else if (taken?.kind === "+") {
      merged.push(taken);
      takes.skip(1);
    } else if (isRest(made) && isRest(taken)) {
      if (made !== undefined && taken !== undefined) merged.push(REST);
      break;
    } else {
      // One side has more lines than the other's file.
      if (made === undefined || taken === undefined) return undefined;
      if (!isSameText(made, taken)) return undefined;
      const count = Math.min(countOf(made), countOf(taken));
      const step = joined(made, taken, count);
      if (step !== undefined) merged.push(step);
      makes.skip(count);
      takes.skip(count);
    }
  }
  return isSound(merged) ? merged : undefined;
}

/** What a line that one step makes and the other takes is from the old text to the new; undefined for nothing. */
function joined(made: PatchStep, taken: PatchStep, count: number): PatchStep | undefined {
  const known = made.kind === "gap" ? taken : made;
  if (known.kind === "gap") return { kind: "gap", count };
  if (made.kind === "+") return taken.kind === "-" ? undefined : known;
  return { kind: taken.kind === "-" ? "-" : " ", text: known.text };
}

function isSameText(made: PatchStep, taken: PatchStep): boolean {
  return made.kind === "gap" || taken.kind === "gap" || made.text === taken.text;
}

function isRest(step: PatchStep | undefined): boolean {
  return step === undefined || countOf(step) === REST.count;
}

function countOf(step: PatchStep): number {
  return step.kind === "gap" ? step.count : 1;
}

type Reader = { peek(): PatchStep | undefined; skip(count: number): void };

/** Reads step by step, a gap also in pieces. */
function reader(steps: readonly PatchStep[]): Reader {
  let at = 0;
  let skipped = 0;
  return {
    peek: () => {
      const step = steps[at];
      return step?.kind === "gap" && skipped > 0 ? { kind: "gap", count: step.count - skipped } : step;
    },
    skip: (count) => {
      const step = steps[at];
      skipped += count;
      if (step === undefined || skipped < countOf(step)) return;
      at++;
      skipped = 0;
    },
  };
}
