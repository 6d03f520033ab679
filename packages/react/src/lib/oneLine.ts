import { visibleText } from "./visibleText.ts";

/** A row has room for less, in UTF-16 code units; a tooltip for no more. */
const MAX_CHARS = 300;

/** The first line of a text for a row or a tooltip: bounded, and with nothing hidden or reordered. */
export function oneLine(text: string): string {
  // Cut first: a line of a megabyte is not gone through for its first words.
  const start = text.slice(0, MAX_CHARS + 1).trimStart();
  const [line = ""] = start.split(/[\r\n]/, 1);
  return visibleText(line.length > MAX_CHARS ? `${line.slice(0, MAX_CHARS)}…` : line.trimEnd());
}
