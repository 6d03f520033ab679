import type { PendingOutcome, PromptAttachment, SubmitCommand, User } from "../protocol/index.ts";
import type { RunKind } from "../source/index.ts";

/** What a run needs to go on after the room slept or was evicted; its transcript is in the channel's log. */
export type RunRecord = {
  readonly id: string;
  readonly kind: RunKind;
  readonly submit: Omit<SubmitCommand, "attachments">;
  readonly createdAt: number;
  /** Runs that wait begin in this order. */
  readonly position: number;
  /** It waits until a person lets its session's queue go on. */
  readonly isHeld: boolean;
  readonly sessionId: string | undefined;
  /** Messages of the session up to this id belong to earlier runs. */
  readonly afterMessageId: string | undefined;
  /** Whether the prompt was handed to OpenCode. */
  readonly isPrompted: boolean;
  readonly isStopping: boolean;
  /** Whether its stop ends what it has started in the background. */
  readonly endsProcesses: boolean;
};

/** What changes of a run after it was inserted. */
export type RunChange = Partial<Omit<RunRecord, "id" | "kind" | "createdAt">> & { readonly isOver?: true };

export type RunStore = {
  insert(record: RunRecord): void;
  get(id: string): RunRecord | undefined;
  change(id: string, change: RunChange): void;
  /** Runs that have not ended, in the order of their positions. */
  listActive(): readonly RunRecord[];
  /** Runs of a session, oldest first. */
  listBySession(sessionId: string): readonly RunRecord[];
  /** Ids of ended runs that are older than `before` (ms since the Unix epoch) or beyond the newest `keep` runs. */
  listExpired(keep: number, before: number): readonly string[];
  remove(id: string): void;
};

/** What was done for an operation id, so that a repeated request is answered as the first was. */
export type Operation = {
  readonly runId: string;
  /** What was asked for, as text that can be compared. */
  readonly request: string;
  readonly result: unknown;
};

export type OperationStore = {
  get(operationId: string): Operation | undefined;
  set(operationId: string, operation: Operation): void;
  /** Forgets those of a run. */
  removeOf(runId: string): void;
};

/** Files of prompts that OpenCode does not have yet. */
export type AttachmentStore = {
  get(owner: string): readonly PromptAttachment[];
  set(owner: string, attachments: readonly PromptAttachment[]): void;
  remove(owner: string): void;
};

/** Small JSON values by name. */
export type ValueStore = {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  remove(key: string): void;
};

/** How a request ended, or is just being answered. */
export type Answer = {
  readonly outcome: PendingOutcome;
  /** Absent where it was not answered through the room. */
  readonly operationId?: string;
  readonly by?: User;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Whether OpenCode has the answer. */
  readonly isSent: boolean;
};

export type AnswerStore = {
  get(requestId: string): Answer | undefined;
  set(requestId: string, answer: Answer): void;
  remove(requestId: string): void;
};

/** Everything that a room keeps beside its channels' logs. */
export type RoomStores = {
  readonly runs: RunStore;
  readonly operations: OperationStore;
  readonly attachments: AttachmentStore;
  readonly values: ValueStore;
  readonly answers: AnswerStore;
};
