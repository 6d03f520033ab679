import type { Message, RunHeader } from "../protocol/entities.ts";
import type { RunSnapshot } from "../protocol/snapshots.ts";
import { defined } from "../protocol/json.ts";
import { reduceRunAll } from "./reduceRun.ts";
import type { RunState } from "./RunState.ts";
import { initialRunState } from "./RunState.ts";

/** The state as JSON, from which {@link fromRunSnapshot} makes an equal state. */
export function toRunSnapshot(state: RunState): RunSnapshot {
  return {
    header: headerOf(state),
    sessions: Object.values(state.sessions).map(({ messageIds: _, ...session }) => session),
    messages: [...state.messages].map(({ partIds: _, ...message }): Message => message),
    parts: [...state.parts],
    todos: Object.entries(state.todosBySession).map(([sessionId, todos]) => ({ sessionId, todos })),
    diffs: state.diffs,
    filesEdited: state.filesEdited,
    pending: state.pending,
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
  return { ...state, diffs: snapshot.diffs, filesEdited: snapshot.filesEdited, pending: snapshot.pending };
}

function headerOf(state: RunState): RunHeader {
  const { id, prompt, status, createdAt, sessionId, title, agent, modelID, providerID } = state;
  const { startedAt, endedAt, error, retry, outputFile } = state;
  const facts = { sessionId, title, agent, modelID, providerID, startedAt, endedAt, error, retry, outputFile };
  return { id, prompt, status, createdAt, ...defined(facts) };
}
