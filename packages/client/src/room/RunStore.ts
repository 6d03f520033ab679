import type { SubmitCommand } from "../protocol/index.ts";

/** What a run needs to go on after the room slept or was evicted; its transcript is in the channel's log. */
export type RunRecord = {
  readonly id: string;
  readonly submit: SubmitCommand;
  readonly createdAt: number;
  readonly sessionId: string | undefined;
  /** Messages of the session up to this id belong to earlier runs. */
  readonly afterMessageId: string | undefined;
  /** Whether the prompt was handed to OpenCode. */
  readonly isPrompted: boolean;
  readonly isStopping: boolean;
};

export type RunStore = {
  insert(record: RunRecord): void;
  findByOperation(operationId: string): RunRecord | undefined;
  get(id: string): RunRecord | undefined;
  /** Runs that have not ended, oldest first. */
  listActive(): readonly RunRecord[];
  /** Runs of a session, oldest first. */
  listBySession(sessionId: string): readonly RunRecord[];
  /** Ids of ended runs that are older than `before` (ms since the Unix epoch) or beyond the newest `keep` runs. */
  listExpired(keep: number, before: number): readonly string[];
  setSession(id: string, sessionId: string, afterMessageId: string | undefined): void;
  setPrompted(id: string): void;
  setStopping(id: string): void;
  setOver(id: string): void;
  remove(id: string): void;
};

/** Which answer a request got, so that a repeated answer is told from a second one. */
export type AnswerStore = {
  get(requestId: string): string | undefined;
  set(requestId: string, reply: string): void;
};
