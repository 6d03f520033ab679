import type { RunStatus, WireError } from "@opencode-kit/client/protocol";

/** A run in a room, as the tool of an outer model names it: `OpenCodeTaskOutput` of `@opencode-kit/server` is one. */
export type OpenCodeRunReference = {
  /** The room's name. */
  readonly room: string;
  /** Empty where the room did not take the prompt, or has not yet. */
  readonly runId: string;
  readonly status: RunStatus;
  /** Why the run failed, in one sentence. */
  readonly error?: string;
  /** The same with its code. */
  readonly errorInfo?: WireError;
};
