import type { Diagnostic, FileDiff, Message, RunHeader, RunSnapshot, SessionSnapshot } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import { chooseWindow } from "./chooseWindow.ts";
import { cutPending } from "./cutPending.ts";
import { reduceRunAll } from "./reduceRun.ts";
import type { RunState } from "./RunState.ts";
import { initialRunState } from "./RunState.ts";
import { resolveDiff } from "./selectDiffs.ts";

/** What a snapshot keeps beside its window of messages; see {@link toRunSnapshot}. */
export const SNAPSHOT_LIMITS = {
  sessions: 6,
  diffs: 32,
  /** UTF-16 code units of all patches together, and of one. */
  patchChars: 2_000,
  onePatchChars: 1_000,
  diagnostics: 30,
  filesEdited: 30,
  answered: 10,
} as const;

/**
 * The state as a viewer gets it when it joins: header, sums, what waits, and the newest messages, cut to a size that
 * does not grow with the run (at most 256 KiB of JSON). What is left out is marked, and fetched on demand.
 */
export function toRunSnapshot(state: RunState): RunSnapshot {
  const window = chooseWindow(state);
  const needed = new Set([state.sessionId, ...window.messages.map(({ sessionId }) => sessionId)]);
  for (const id of needed) {
    const parentId = id === undefined ? undefined : state.sessions[id]?.parentId;
    if (parentId !== undefined) needed.add(parentId);
  }
  const all = Object.values(state.sessions);
  const sessions = all.filter(({ id }, i) => needed.has(id) || i >= all.length - SNAPSHOT_LIMITS.sessions);
  const kept = new Set(sessions.map(({ id }) => id));
  return {
    ...factsOf(state),
    ...window,
    // Sessions without messages can be left out where no message is.
    ...(sessions.length < all.length && window.windowFrom === undefined ? { windowFrom: "" } : {}),
    sessions: sessions.map(withoutIds),
    todos: todosOf(state).filter(({ sessionId }) => kept.has(sessionId)),
    diffs: cutDiffs(state),
    diffCount: state.diffs.length + state.diffsLeftOut,
    diagnostics: [...state.diagnostics.values()].flat().slice(-SNAPSHOT_LIMITS.diagnostics),
    filesEdited: state.filesEdited.slice(-SNAPSHOT_LIMITS.filesEdited),
    pending: state.pending.map(cutPending),
    answered: state.answered.slice(-SNAPSHOT_LIMITS.answered),
  };
}

/** The whole state as JSON, from which {@link fromRunSnapshot} makes an equal state. */
export function toWholeRunSnapshot(state: RunState): RunSnapshot {
  return {
    ...toRunHead(state),
    sessions: Object.values(state.sessions).map(withoutIds),
    messages: [...state.messages].map(({ partIds: _, ...message }): Message => message),
    parts: [...state.parts],
    diffs: state.diffs,
    diffCount: state.diffs.length + state.diffsLeftOut,
  };
}

/** What a snapshot holds beside the entities that are kept one by one. */
export type RunHead = Omit<RunSnapshot, "sessions" | "messages" | "parts" | "diffs" | "diffCount">;

export function toRunHead(state: RunState): RunHead {
  return {
    ...factsOf(state),
    ...(state.windowFrom === undefined ? {} : { windowFrom: state.windowFrom }),
    todos: todosOf(state),
    diffsBefore: state.diffsBefore,
    diagnostics: [...state.diagnostics.values()].flat(),
    filesEdited: state.filesEdited,
    pending: state.pending,
    answered: state.answered,
  };
}

/** A snapshot is folded like the events that made it, so that there is one way to build a state. */
export function fromRunSnapshot(snapshot: RunSnapshot): RunState {
  let state = initialRunState(snapshot.header);
  state = reduceRunAll(
    state,
    snapshot.sessions.map((session) => ({ type: "session.set", session })),
  );
  state = reduceRunAll(
    state,
    snapshot.messages.map((message) => ({ type: "message.set", message })),
  );
  state = reduceRunAll(
    state,
    snapshot.parts.map((part) => ({ type: "part.set", part })),
  );
  state = reduceRunAll(
    state,
    snapshot.todos.map(({ sessionId, todos }) => ({ type: "todos.set", sessionId, todos })),
  );
  const sessions = { ...state.sessions };
  for (const session of snapshot.sessions) {
    sessions[session.id] = { ...session, messageIds: state.sessions[session.id]?.messageIds ?? [] };
  }
  return {
    ...state,
    sessions,
    messageCount: snapshot.messageCount,
    usage: snapshot.usage,
    ...(snapshot.windowFrom === undefined ? {} : { windowFrom: snapshot.windowFrom }),
    diffs: snapshot.diffs,
    diffsLeftOut: Math.max(0, snapshot.diffCount - snapshot.diffs.length),
    diffsBefore: snapshot.diffsBefore ?? [],
    diagnostics: byPath(snapshot.diagnostics),
    filesEdited: snapshot.filesEdited,
    pending: snapshot.pending,
    answered: snapshot.answered ?? [],
    unknown: snapshot.unknown,
    skippedEvents: 0,
  };
}

function factsOf(state: RunState): Pick<RunSnapshot, "header" | "usage" | "messageCount" | "unknown"> {
  return {
    header: headerOf(state),
    usage: state.usage,
    messageCount: state.messageCount,
    unknown: state.unknown,
  };
}

export function headerOf(state: RunState): RunHeader {
  const { id, prompt, status, createdAt, sessionId, title, agent, modelID, providerID } = state;
  const { startedAt, endedAt, error, retry, outputFile, outputMissing, queue, stillRunning, isReverted } = state;
  const chosen = { sessionId, title, agent, modelID, providerID, outputFile, outputMissing };
  const facts = { ...chosen, startedAt, endedAt, error, retry, queue, stillRunning, isReverted };
  return { id, prompt, status, createdAt, ...defined(facts) };
}

/** A session as it is handed out. */
export function withoutIds({ messageIds: _, ...session }: RunState["sessions"][string]): SessionSnapshot {
  return session;
}

function byPath(diagnostics: readonly Diagnostic[]): RunState["diagnostics"] {
  const result = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const list = result.get(diagnostic.path);
    if (list === undefined) result.set(diagnostic.path, [diagnostic]);
    else list.push(diagnostic);
  }
  return result;
}

function todosOf(state: RunState): RunSnapshot["todos"] {
  return Object.entries(state.todosBySession).map(([sessionId, todos]) => ({ sessionId, todos }));
}

/** Patches stay in the order of their files as long as there is room; the files stay without them. */
function cutDiffs(state: RunState): readonly FileDiff[] {
  let room: number = SNAPSHOT_LIMITS.patchChars;
  return state.diffs.slice(0, SNAPSHOT_LIMITS.diffs).map((entry) => {
    const diff = resolveDiff(state, entry);
    if (diff.patch === "") return diff;
    const { length } = diff.patch;
    if (length > SNAPSHOT_LIMITS.onePatchChars || length > room) return { ...diff, patch: "", isPatchOmitted: true };
    room -= length;
    return diff;
  });
}
