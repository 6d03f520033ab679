import type { Diagnostic, FileDiff, Message, RunHeader, SessionInfo, Todo, Usage } from "./entities.ts";
import type { Part } from "./parts.ts";
import type { AnsweredRequest, PendingRequest } from "./pending.ts";
import type {
  BackupState,
  FileEntry,
  Presence,
  ProcessInfo,
  RoomPort,
  RunSummary,
  SandboxState,
} from "./roomEntities.ts";

/** A session with what its messages, loaded or not, sum up to. */
export type SessionSnapshot = SessionInfo & { readonly messageCount: number; readonly usage: Usage };

/** Events of unknown type: how many by type, and the first of some types. */
export type UnknownEvents = {
  readonly counts: Readonly<Record<string, number>>;
  readonly samples: Readonly<Record<string, string>>;
};

/** A run's state as JSON: what folding its events from the start gives, cut to a window of messages. */
export type RunSnapshot = {
  readonly header: RunHeader;
  readonly usage: Usage;
  /** Messages of all sessions, loaded or not. */
  readonly messageCount: number;
  /** Messages with a smaller id are left out, except those that still change. Absent: all are here. */
  readonly windowFrom?: string;
  readonly sessions: readonly SessionSnapshot[];
  /** In the order in which they were first seen. */
  readonly messages: readonly Message[];
  readonly parts: readonly Part[];
  readonly todos: readonly { readonly sessionId: string; readonly todos: readonly Todo[] }[];
  readonly diffs: readonly FileDiff[];
  /** Files that changed, listed in `diffs` or not. */
  readonly diffCount: number;
  /** The diffs when the newest prompt came; only where the whole state is kept. */
  readonly diffsBefore?: readonly FileDiff[];
  readonly diagnostics: readonly Diagnostic[];
  readonly filesEdited: readonly string[];
  readonly pending: readonly PendingRequest[];
  /** The last answers, oldest first. */
  readonly answered: readonly AnsweredRequest[];
  readonly unknown: UnknownEvents;
};

export type RoomPending = { readonly runId: string; readonly request: PendingRequest };

export type RoomSnapshot = {
  readonly runs: readonly RunSummary[];
  readonly sandbox: SandboxState;
  readonly pending: readonly RoomPending[];
  /** The last answers, oldest first. */
  readonly answered: readonly AnsweredRequest[];
  readonly processes: readonly ProcessInfo[];
  readonly usage: Usage;
  readonly presence: Presence;
  /** Absent where there was none yet. */
  readonly backup?: BackupState;
  readonly ports: readonly RoomPort[];
};

export type FilesSnapshot = {
  readonly entries: readonly FileEntry[];
  readonly truncated: boolean;
};
