import type { PendingRequest } from "../protocol/entities.ts";
import type { RunEvent } from "../protocol/events.ts";
import { patchMessage, removeMessage, setMessage, setSession } from "./reduceMessages.ts";
import { appendToPart, patchPart, removePart, setOutput, setPart } from "./reduceParts.ts";
import type { RunState } from "./RunState.ts";

/**
 * The state after one event. Pure; its cost follows the event, not the run. An event that names something unknown, or
 * is of a type from a later version, changes nothing but the count of such events.
 */
export function reduceRun(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case "run.patch":
      return { ...state, ...(event.patch as Partial<RunState>), id: state.id };
    case "session.set":
      return setSession(state, event.session);
    case "message.set":
      return setMessage(state, event.message);
    case "message.patch":
      return patchMessage(state, event.id, event.patch);
    case "message.remove":
      return removeMessage(state, event.id);
    case "part.set":
      return setPart(state, event.part);
    case "part.patch":
      return patchPart(state, event.id, event.patch);
    case "part.append":
      return appendToPart(state, event.id, event.text);
    case "output.set":
      return setOutput(state, event.id, event.text);
    case "part.remove":
      return removePart(state, event.id);
    case "todos.set": {
      const todosBySession = { ...state.todosBySession, [event.sessionId]: event.todos };
      return { ...state, todosBySession, todos: rootTodos(state, todosBySession) };
    }
    case "diff.set":
      return { ...state, diffs: withKey(state.diffs, event.diff, (diff) => diff.path) };
    case "diff.remove":
      return { ...state, diffs: state.diffs.filter((diff) => diff.path !== event.path) };
    case "file.edited":
      return state.filesEdited.includes(event.path)
        ? state
        : { ...state, filesEdited: [...state.filesEdited, event.path] };
    case "pending.set":
      return { ...state, pending: withPending(state.pending, event.request) };
    case "pending.remove":
      return { ...state, pending: state.pending.filter((request) => request.id !== event.id) };
    default:
      return { ...state, unknownEvents: state.unknownEvents + 1 };
  }
}

/** Folds a batch, in order. */
export function reduceRunAll(state: RunState, events: readonly RunEvent[]): RunState {
  let next = state;
  for (const event of events) next = reduceRun(next, event);
  return next;
}

function rootTodos(state: RunState, bySession: RunState["todosBySession"]): RunState["todos"] {
  return state.sessionId === undefined ? state.todos : (bySession[state.sessionId] ?? []);
}

function withPending(pending: readonly PendingRequest[], request: PendingRequest): readonly PendingRequest[] {
  const at = pending.findIndex((other) => other.id === request.id);
  return at === -1 ? [...pending, request] : pending.with(at, request);
}

/** A list that is sorted by a key, with the entry in its place. */
function withKey<T>(list: readonly T[], entry: T, key: (entry: T) => string): readonly T[] {
  const at = list.findIndex((other) => key(other) >= key(entry));
  if (at === -1) return [...list, entry];
  const other = list[at];
  return other !== undefined && key(other) === key(entry)
    ? list.with(at, entry)
    : [...list.slice(0, at), entry, ...list.slice(at)];
}
