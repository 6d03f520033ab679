import type { TextWindow } from "@opencode-kit/client/protocol";
import { addedTo } from "@opencode-kit/client/state";

/** Whether a text is the beginning of the output, or all of it and more. Compares only what the window holds. */
export function isBeginningOf(output: TextWindow, beginning: string): boolean {
  if (beginning.length >= output.chars) return addedTo(output, beginning) !== undefined;
  return beginning.startsWith(output.head.slice(0, beginning.length));
}

/** The output with a longer beginning in place of its head, where it is its own. */
export function withBeginning(output: TextWindow, beginning: string): TextWindow {
  if (beginning.length <= output.head.length || !isBeginningOf(output, beginning)) return output;
  const rest = output.chars - beginning.length;
  if (rest > output.tail.length) return { ...output, head: beginning };
  return { ...output, head: beginning, tail: rest > 0 ? output.tail.slice(-rest) : "" };
}
