import type { LeftProcess, RunEvent, WireError } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import type { PromptOrder, Steer } from "./PromptOrder.ts";

/**
 * `prompt` hands a prompt to the agent; `summary` lets it replace the session's history by a summary; `copy` only shows
 * what the session has.
 */
export type RunKind = "prompt" | "summary" | "copy";

/** What a run must do and has done, as its room keeps it. */
export type RunTask = {
  readonly kind: RunKind;
  /** Continue this session; it is made if absent. */
  readonly continued: string | undefined;
  readonly sessionId: string | undefined;
  /** Messages of the session up to this id belong to earlier runs. */
  readonly afterMessageId: string | undefined;
  /** Whether the prompt was handed to OpenCode. */
  readonly isPrompted: boolean;
  readonly isStopping: boolean;
  /** Whether a stop ends what the run has started in the background. */
  readonly endsProcesses: boolean;
  /** The agent rests until the run is resumed. */
  readonly isPaused: boolean;
};

/** What a supervisor needs of its room. */
export type RunHost = {
  state(): RunState;
  append(events: readonly RunEvent[]): void;
  /** The run's prompt, with its attachments. */
  order(): PromptOrder;
  /** Prompts that joined the run and are not handed over yet, oldest first. */
  steers(): readonly Steer[];
  /** Whether OpenCode has the answer to a request. */
  isAnswered(requestId: string): boolean;
  saveSession(sessionId: string, afterMessageId: string | undefined): void;
  savePrompted(): void;
  saveSteered(operationId: string): void;
  /** A steer names an agent or a model that is not there: it becomes a run of its own, which says so. */
  refuseSteer(steer: Steer): void;
  saveStopping(endsProcesses: boolean): void;
  /**
   * What the run has started that still runs, after it was ended where `endsProcesses` asks for it. Undefined where
   * nobody can tell.
   */
  leftRunning(endsProcesses: boolean): Promise<readonly LeftProcess[] | undefined>;
  /** Rejects with `not_found` or `outside_workspace` where the workspace has no such file; resolves where nobody can tell. */
  findFile(path: string): Promise<unknown>;
  /** The agent does not know the run's session: why the run ends. */
  lostSession(): WireError;
  /** The run has ended and its last events were appended. */
  onOver(): void;
  /** Whether the session is one of OpenCode's newer kind, of which its classic record has nothing. */
  isNextSession(sessionId: string): boolean;
  /** Something went wrong that the run survives or ends by; for the log. */
  onProblem(message: string, error: unknown): void;
};
