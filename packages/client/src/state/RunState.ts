import type {
  AnsweredRequest,
  Diagnostic,
  FileDiff,
  Message,
  Part,
  PendingRequest,
  RunHeader,
  SessionSnapshot,
  Todo,
  UnknownEvents,
  Usage,
} from "../protocol/index.ts";
import { Table } from "./Table.ts";

/** A session with its transcript's order and what all its messages, loaded or not, sum up to. */
export type RunSession = SessionSnapshot & {
  /** Loaded messages in OpenCode's order, which is the order of the ids. */
  readonly messageIds: readonly string[];
  /** The snapshot left the session out: its sums and its parent are known once a page of it is loaded. */
  readonly isPartial?: true;
};

export type RunMessage = Message & {
  /** In OpenCode's order, which is the order of the ids. */
  readonly partIds: readonly string[];
};

/**
 * Everything that is known of a run. Immutable: a change makes a new state that shares all that did not change, so a
 * selector's result keeps its identity until its own data changes. A state that began with a snapshot may lack older
 * messages; counts and sums include them.
 */
export type RunState = RunHeader & {
  /** The root session and its children, by id. */
  readonly sessions: Readonly<Record<string, RunSession>>;
  readonly messages: Table<RunMessage>;
  readonly parts: Table<Part>;
  /** Messages of all sessions, loaded or not. */
  readonly messageCount: number;
  /** Messages with a smaller id, and sessions that are not known, may not be loaded. Absent: all are. */
  readonly windowFrom?: string;
  /** The root session's todos. */
  readonly todos: readonly Todo[];
  /** Todos by session, children included. */
  readonly todosBySession: Readonly<Record<string, readonly Todo[]>>;
  /** One entry a file, sorted by path. */
  readonly diffs: readonly FileDiff[];
  /** Files that a snapshot left out of `diffs`; `listDiffs` has them. */
  readonly diffsLeftOut: number;
  /** The diffs when the root session's newest prompt came: OpenCode counts the changes of each prompt anew. */
  readonly diffsBefore: readonly FileDiff[];
  /** By file, for files of which a language server had something to say. */
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Files that the agent's own tools wrote, in the order of the first write. */
  readonly filesEdited: readonly string[];
  /** Permissions and questions that wait for a person, of all sessions, oldest first. */
  readonly pending: readonly PendingRequest[];
  /** The last requests that were answered, oldest first. */
  readonly answered: readonly AnsweredRequest[];
  /** Ids of loaded tool parts that run commands, in the order of their start. */
  readonly processIds: readonly string[];
  /** Ids of tool parts that run now. */
  readonly runningToolIds: readonly string[];
  /** Ids of answers that are still written. */
  readonly openMessageIds: readonly string[];
  /** Sum over all messages of the run, children included. */
  readonly usage: Usage;
  /** What OpenCode sent that this version does not know, for debugging. */
  readonly unknown: UnknownEvents;
  /** Events of the channel that made no sense here; not part of the shared state. */
  readonly skippedEvents: number;
};

export const NO_USAGE: Usage = { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 };

export function initialRunState(header: RunHeader): RunState {
  return {
    ...header,
    sessions: {},
    messages: Table.empty<RunMessage>(),
    parts: Table.empty<Part>(),
    messageCount: 0,
    todos: [],
    todosBySession: {},
    diffs: [],
    diffsLeftOut: 0,
    diffsBefore: [],
    diagnostics: new Map(),
    filesEdited: [],
    pending: [],
    answered: [],
    processIds: [],
    runningToolIds: [],
    openMessageIds: [],
    usage: NO_USAGE,
    unknown: { counts: {}, samples: {} },
    skippedEvents: 0,
  };
}

/** The state with one more event that made no sense. */
export function skipped(state: RunState): RunState {
  return { ...state, skippedEvents: state.skippedEvents + 1 };
}

/** Whether a message that is not known may be one that is only not loaded. */
export function isBeforeWindow(state: RunState, messageId: string): boolean {
  return state.windowFrom !== undefined && messageId < state.windowFrom;
}

/** The sum with what a summand has grown by. Undefined where it has not: what was used does not come back. */
export function addedUsage(sum: Usage, before: Usage, after: Usage): Usage | undefined {
  const keys = Object.keys(NO_USAGE) as (keyof Usage)[];
  if (!keys.some((key) => after[key] > before[key])) return undefined;
  const atLeast = (key: keyof Usage): number => Math.max(before[key], after[key]);
  const grown = Object.fromEntries(keys.map((key) => [key, atLeast(key)])) as unknown as Usage;
  return exchangedUsage(sum, before, grown);
}

/** The sum with one summand exchanged. */
export function exchangedUsage(sum: Usage, before: Usage | undefined, after: Usage | undefined): Usage {
  if (before === after) return sum;
  const minus = before ?? NO_USAGE;
  const plus = after ?? NO_USAGE;
  return {
    input: sum.input - minus.input + plus.input,
    output: sum.output - minus.output + plus.output,
    reasoning: sum.reasoning - minus.reasoning + plus.reasoning,
    cacheRead: sum.cacheRead - minus.cacheRead + plus.cacheRead,
    cacheWrite: sum.cacheWrite - minus.cacheWrite + plus.cacheWrite,
    // Cents of a cent: without rounding, sums would depend on the order of the summands.
    cost: Math.round((sum.cost - minus.cost + plus.cost) * 1e9) / 1e9,
  };
}
