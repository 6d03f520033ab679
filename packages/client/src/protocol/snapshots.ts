import type {
  FileDiff,
  FileEntry,
  Message,
  Part,
  PendingRequest,
  RunHeader,
  RunSummary,
  SandboxState,
  SessionInfo,
  Todo,
} from "./entities.ts";

/** A run's state as JSON: what folding its events from the start gives. */
export type RunSnapshot = {
  readonly header: RunHeader;
  readonly sessions: readonly SessionInfo[];
  /** In the order in which they were first seen. */
  readonly messages: readonly Message[];
  readonly parts: readonly Part[];
  readonly todos: readonly { readonly sessionId: string; readonly todos: readonly Todo[] }[];
  readonly diffs: readonly FileDiff[];
  readonly filesEdited: readonly string[];
  readonly pending: readonly PendingRequest[];
};

export type RoomPending = { readonly runId: string; readonly request: PendingRequest };

export type RoomSnapshot = {
  readonly runs: readonly RunSummary[];
  readonly sandbox: SandboxState;
  readonly pending: readonly RoomPending[];
};

export type FilesSnapshot = {
  readonly entries: readonly FileEntry[];
  readonly truncated: boolean;
};
