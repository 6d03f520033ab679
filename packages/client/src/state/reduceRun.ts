import type { PendingRequest, RunEvent } from "../protocol/index.ts";
import { addAnswered } from "./addAnswered.ts";
import { removeDiff, setDiff } from "./reduceDiffs.ts";
import { patchMessage, removeMessage, setMessage, setSession } from "./reduceMessages.ts";
import { appendToPart, patchPart, removePart, setOutput, setPart } from "./reduceParts.ts";
import { addUnknown } from "./reduceUnknown.ts";
import type { RunState } from "./RunState.ts";
import { skipped } from "./RunState.ts";
import { withNew } from "./withNew.ts";

/**
 * The state after one event. Pure; its cost follows the event, not the run. An event that names something unknown, or
 * is of a type from a later version, changes nothing but the count of such events.
 */
export function reduceRun(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case "run.patch":
      return { ...state, ...event.patch, id: state.id };
    case "session.set":
      return setSession(state, event);
    case "message.set":
      return setMessage(state, event.message);
    case "message.patch":
      return patchMessage(state, event);
    case "message.remove":
      return removeMessage(state, event);
    case "part.set":
      return setPart(state, event.part);
    case "part.patch":
      return patchPart(state, event);
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
      return setDiff(state, event);
    case "diff.remove":
      return removeDiff(state, event.path);
    case "diagnostics.set": {
      const diagnostics = new Map(state.diagnostics);
      diagnostics.delete(event.path);
      if (event.diagnostics.length > 0) diagnostics.set(event.path, event.diagnostics);
      return { ...state, diagnostics };
    }
    case "file.edited": {
      const filesEdited = withNew(state.filesEdited, event.path);
      return filesEdited === state.filesEdited ? state : { ...state, filesEdited };
    }
    case "pending.set":
      return { ...state, pending: withPending(state.pending, event.request) };
    case "pending.remove": {
      const request = state.pending.find(({ id }) => id === event.id);
      const answered = addAnswered(state.answered, request, event);
      return { ...state, pending: state.pending.filter(({ id }) => id !== event.id), answered };
    }
    case "unknown.add":
      return { ...state, unknown: addUnknown(state.unknown, event) };
    default:
      return skipped(state);
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
