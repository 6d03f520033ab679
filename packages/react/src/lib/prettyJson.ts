import { visibleText } from "./visibleText.ts";

/** More is not laid out, in UTF-16 code units. */
const MAX_CHARS = 20_000;
/** Deeper values stay on one line: their indentation alone would grow with the square of their depth. */
const MAX_DEPTH = 60;

/** A JSON value as people read it, bounded, with nothing hidden or reordered in it. */
export function prettyJson(value: unknown): string {
  const plain = JSON.stringify(value) ?? "";
  const isSmall = plain.length <= MAX_CHARS && depthOf(plain) <= MAX_DEPTH;
  const text = isSmall ? JSON.stringify(value, null, 2) : plain;
  return visibleText(text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text);
}

/** The same of a text that holds an object or a list; undefined for any other. */
export function prettyJsonText(text: string): string | undefined {
  if (text.length > MAX_CHARS || !/^\s*[[{]/.test(text) || depthOf(text) > MAX_DEPTH) return undefined;
  try {
    return prettyJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** At most as deep as this: brackets inside of strings count as well. */
function depthOf(json: string): number {
  let depth = 0;
  let most = 0;
  for (const char of json) {
    if (char === "{" || char === "[") most = Math.max(most, ++depth);
    else if (char === "}" || char === "]") depth--;
  }
  return most;
}
