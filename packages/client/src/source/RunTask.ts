import type { RunEvent } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";

/** What a run must do and has done, as its room keeps it. */
export type RunTask = {
  readonly prompt: string;
  /** Continue this session; it is made if absent. */
  readonly continued: string | undefined;
  readonly sessionId: string | undefined;
  /** Messages of the session up to this id belong to earlier runs. */
  readonly afterMessageId: string | undefined;
  /** Whether the prompt was handed to OpenCode. */
  readonly isPrompted: boolean;
  readonly isStopping: boolean;
};

/** What a supervisor needs of its room. */
export type RunHost = {
  state(): RunState;
  append(events: readonly RunEvent[]): void;
  saveSession(sessionId: string, afterMessageId: string | undefined): void;
  savePrompted(): void;
  saveStopping(): void;
  /** The run has ended and its last events were appended. */
  onOver(): void;
  /** Whether the session is one of OpenCode's newer kind, of which its classic record has nothing. */
  isNextSession(sessionId: string): boolean;
  /** Something went wrong that the run survives or ends by; for the log. */
  onProblem(message: string, error: unknown): void;
};
