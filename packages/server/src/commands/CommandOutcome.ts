import type { WireError } from "@opencode-kit/client/protocol";

/** A command's result or its error, as values: errors lose their class on the way over a stub. */
export type CommandOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: WireError };
