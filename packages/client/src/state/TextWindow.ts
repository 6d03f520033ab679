import type { TextWindow } from "../protocol/index.ts";

/** Kept of the start of a long output, in UTF-16 code units. */
export const HEAD_CHARS = 4_096;
/** Kept of its end. */
export const TAIL_CHARS = 12_288;

export const EMPTY_TEXT: TextWindow = { head: "", tail: "", chars: 0, bytes: 0 };

/** The window after `text` was added. Where the text was split into pieces makes no difference to the result. */
export function appendText(window: TextWindow, text: string): TextWindow {
  if (text === "") return window;
  // Once the middle is left out, nothing more belongs to the head.
  const room = isCut(window) ? 0 : HEAD_CHARS - window.head.length;
  const head = room > 0 ? window.head + text.slice(0, room) : window.head;
  const rest = room > 0 ? text.slice(room) : text;
  const long = window.tail + rest;
  return {
    head,
    tail: long.length > TAIL_CHARS ? long.slice(long.length - TAIL_CHARS) : long,
    chars: window.chars + text.length,
    bytes: window.bytes + addedBytes(window, text),
  };
}

export function windowOf(text: string): TextWindow {
  return appendText(EMPTY_TEXT, text);
}

/** The window with less of its text. */
export function cutWindow(window: TextWindow, headChars: number, tailChars: number): TextWindow {
  const { head, tail, chars, bytes } = window;
  if (head.length + tail.length <= headChars + tailChars) return window;
  const end = isCut(window) ? tail : head + tail;
  return { head: head.slice(0, headChars), tail: end.slice(Math.max(0, end.length - tailChars)), chars, bytes };
}

/** Whether the middle of the text is left out. */
export function isCut(window: TextWindow): boolean {
  return window.chars > window.head.length + window.tail.length;
}

/**
 * What was added to make `whole` out of the window's text, or undefined where `whole` is not an extension of it.
 * Compares only what the window holds.
 */
export function addedTo(window: TextWindow, whole: string): string | undefined {
  if (whole.length < window.chars) return undefined;
  if (!whole.startsWith(window.head)) return undefined;
  if (!whole.startsWith(window.tail, window.chars - window.tail.length)) return undefined;
  return whole.slice(window.chars);
}

/** A surrogate pair that is split over two pieces counts as one character of four bytes. */
function addedBytes(window: TextWindow, text: string): number {
  const last = window.tail === "" ? window.head : window.tail;
  const joins = isHigh(last.charCodeAt(last.length - 1)) && isLow(text.charCodeAt(0));
  return utf8Bytes(text) - (joins ? 2 : 0);
}

/** Bytes of the text in UTF-8; a lone surrogate counts 3, as its replacement character does. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (isHigh(code) && isLow(text.charCodeAt(i + 1))) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
