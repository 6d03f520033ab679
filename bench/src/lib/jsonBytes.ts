/** UTF-8 bytes of a text's content as JSON, without its quotes. */
export function contentBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

/** UTF-8 bytes of a value as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
