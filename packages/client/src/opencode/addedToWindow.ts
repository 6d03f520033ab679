import type { TextWindow } from "../protocol/index.ts";
import { isCut } from "../state/index.ts";

/** A shorter overlap may be by chance. In UTF-16 code units. */
const MIN_OVERLAP = 16;

/**
 * What was added to a text of which the new `end` is known: the end begins with what the text ended with. Undefined
 * where the two do not meet. Where the text repeats itself the shortest addition is taken.
 */
export function addedToWindow(window: TextWindow, end: string): string | undefined {
  const known = isCut(window) ? window.tail : window.head + window.tail;
  if (known === "") return end;
  const at = end.lastIndexOf(known);
  if (at !== -1) return end.slice(at + known.length);
  const overlap = longestOverlap(known, end);
  return overlap < MIN_OVERLAP ? undefined : end.slice(overlap);
}

/** Length of the longest end of `before` that `after` begins with, by the failure function of Knuth, Morris and Pratt. */
function longestOverlap(before: string, after: string): number {
  const failure = new Int32Array(after.length);
  for (let i = 1, length = 0; i < after.length; i++) {
    while (length > 0 && after[i] !== after[length]) length = failure[length - 1] ?? 0;
    if (after[i] === after[length]) length++;
    failure[i] = length;
  }
  let length = 0;
  for (const char of before.split("")) {
    while (length > 0 && (length === after.length || char !== after[length])) length = failure[length - 1] ?? 0;
    if (char === after[length]) length++;
  }
  return length;
}
