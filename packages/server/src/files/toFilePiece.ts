import type { FileEntry, FilePiece } from "@opencode-kit/client/protocol";
import { mimeTypeOf } from "./mimeTypeOf.ts";

/** Bytes that one call of `String.fromCharCode` takes. */
const BASE64_STEP = 32_768;

export type ReadBytes = { readonly bytes: Uint8Array; readonly offset: number; readonly size: number };

/** What was read of a file, as text where it is one. A character that is cut at the end is left to the next piece. */
export function toFilePiece(entry: FileEntry, { bytes, offset, size }: ReadBytes): FilePiece {
  const whole = offset + bytes.length < size ? bytes.subarray(0, bytes.length - cutBytes(bytes)) : bytes;
  const text = decode(whole);
  const used = text === undefined ? bytes : whole;
  const facts = { entry, offset, end: offset + used.length, size, mime: mimeTypeOf(entry.path) };
  return text === undefined
    ? { ...facts, isBinary: true, base64: toBase64(bytes) }
    : { ...facts, isBinary: false, text };
}

/** How many bytes at the end are the beginning of a character whose rest is missing. */
function cutBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += BASE64_STEP) {
    binary += String.fromCharCode(...bytes.subarray(start, start + BASE64_STEP));
  }
  return btoa(binary);
}
