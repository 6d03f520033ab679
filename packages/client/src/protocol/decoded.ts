import type { ErrorCode, WireError } from "./errors.ts";

/** The outcome of reading something from outside: the value, or a coded error and the id to answer to. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WireError; readonly id?: string };

export function bad(code: ErrorCode, message: string): { readonly ok: false; readonly error: WireError } {
  return { ok: false, error: { code, message } };
}
