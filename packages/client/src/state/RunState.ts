import type {
  FileDiff,
  Message,
  Part,
  PendingRequest,
  RunHeader,
  SessionInfo,
  Todo,
  Usage,
} from "../protocol/entities.ts";
import { Table } from "./Table.ts";

/** A session with its transcript's order. */
export type RunSession = SessionInfo & {
  /** In OpenCode's order, which is the order of the ids. */
  readonly messageIds: readonly string[];
};

export type RunMessage = Message & {
  /** In OpenCode's order, which is the order of the ids. */
  readonly partIds: readonly string[];
};

/**
 * Everything that is known of a run. Immutable: a change makes a new state that shares all that did not change, so a
 * selector's result keeps its identity until its own data changes.
 */
export type RunState = RunHeader & {
  /** The root session and its children, by id. */
  readonly sessions: Readonly<Record<string, RunSession>>;
  readonly messages: Table<RunMessage>;
  readonly parts: Table<Part>;
  /** The root session's todos. */
  readonly todos: readonly Todo[];
  /** Todos by session, children included. */
  readonly todosBySession: Readonly<Record<string, readonly Todo[]>>;
  /** One entry a file, sorted by path. */
  readonly diffs: readonly FileDiff[];
  /** Files that the agent's own tools wrote, in the order of the first write. */
  readonly filesEdited: readonly string[];
  /** Permissions and questions that wait for a person, of all sessions, oldest first. */
  readonly pending: readonly PendingRequest[];
  /** Ids of tool parts that run commands, in the order of their start. */
  readonly processIds: readonly string[];
  /** Ids of tool parts that run now. */
  readonly runningToolIds: readonly string[];
  /** Sum over all messages of the run, children included. */
  readonly usage: Usage;
  /** Events that this version does not know: how many, for debugging. */
  readonly unknownEvents: number;
};

export const NO_USAGE: Usage = { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 };

export function initialRunState(header: RunHeader): RunState {
  return {
    ...header,
    sessions: {},
    messages: Table.empty<RunMessage>(),
    parts: Table.empty<Part>(),
    todos: [],
    todosBySession: {},
    diffs: [],
    filesEdited: [],
    pending: [],
    processIds: [],
    runningToolIds: [],
    usage: NO_USAGE,
    unknownEvents: 0,
  };
}
