import type { PendingOutcome, PendingRequest, RunEvent, SessionInfo, Todo } from "../protocol/index.ts";
import { defined, isRunOver } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { resolveDiff } from "../state/index.ts";
import { deltaEvents, isNewestPrompt, messageEvents, partEvents } from "./messageEvents.ts";
import type { OpenCodeEvent } from "./OpenCodeEvent.ts";
import { sessionIdOf } from "./OpenCodeEvent.ts";
import type { RunContext } from "./RunContext.ts";
import type { JsonObject } from "./readers.ts";
import { count, isEqual, object, objects, text } from "./readers.ts";
import { changedDiffs, keptDiffEvents } from "./toDiffs.ts";
import { toError } from "./toError.ts";
import { toPendingPermission, toPendingQuestion } from "./toPending.ts";
import { isIgnored, unknownEvents } from "./unknownEvents.ts";

/**
 * What one event of OpenCode's changes in a run. Pure: OpenCode repeats whole entities, so the event is compared with
 * the fold and only the difference comes out. Events of sessions that are not the run's change nothing. Whether the
 * run has ended is not decided here: OpenCode's idle is not the end.
 */
export function toRunEvents(state: RunState, event: OpenCodeEvent, context: RunContext): readonly RunEvent[] {
  const sessionId = sessionIdOf(event);
  // Events of the folder name no session, so nobody can tell whose they are.
  if (sessionId === undefined) return [];
  if (event.type === "session.created" || event.type === "session.updated") {
    return sessionEvents(state, object(event.properties, "info"));
  }
  if (state.sessions[sessionId] === undefined) return [];
  const events = ownEvents(state, event, sessionId, context);
  return [...events, ...statusEvents(state, events)];
}

function ownEvents(
  state: RunState,
  { type, properties }: OpenCodeEvent,
  sessionId: string,
  context: RunContext,
): readonly RunEvent[] {
  switch (type) {
    case "message.updated": {
      const info = object(properties, "info");
      const isEarlier = isEarlierMessage(state, text(info, "id"), sessionId, context);
      return isEarlier ? [] : messageEvents(state, info, context);
    }
    case "message.part.updated":
      return partEvents(state, object(properties, "part"), context);
    case "message.part.delta":
      return deltaEvents(state, properties, context);
    case "message.removed":
      return messageRemoved(state, text(properties, "messageID"));
    case "message.part.removed":
      return partRemoved(state, text(properties, "partID"));
    case "session.status":
      return retryEvents(state, sessionId, object(properties, "status"));
    case "session.error":
      return sessionId === state.sessionId ? errorEvents(state, object(properties, "error")) : [];
    case "todo.updated":
      return todoEvents(state, sessionId, objects(properties, "todos"));
    case "permission.asked":
      return pendingEvents(state, toPendingPermission(properties, context.directory), context);
    case "question.asked":
      return pendingEvents(state, toPendingQuestion(properties), context);
    case "permission.replied": {
      const reply = text(properties, "reply");
      return answered(state, properties, reply === "always" || reply === "reject" ? reply : "once");
    }
    case "question.replied":
      return answered(state, properties, "answered");
    case "question.rejected":
      return answered(state, properties, "reject");
    default:
      return isIgnored(type) ? [] : unknownEvents(state, type, properties);
  }
}

function isEarlierMessage(
  state: RunState,
  id: string | undefined,
  sessionId: string,
  { afterMessageId }: RunContext,
): boolean {
  return sessionId === state.sessionId && afterMessageId !== undefined && id !== undefined && id <= afterMessageId;
}

function sessionEvents(state: RunState, info: JsonObject): readonly RunEvent[] {
  const id = text(info, "id");
  const parentId = text(info, "parentID");
  if (id === undefined) return [];
  const known = state.sessions[id];
  const isChild = parentId !== undefined && state.sessions[parentId] !== undefined;
  if (known === undefined && !isChild) return [];
  const session: SessionInfo = { id, ...defined({ parentId, title: titleOf(info), revert: revertOf(info, known) }) };
  const isSame =
    known !== undefined &&
    known.title === session.title &&
    known.parentId === session.parentId &&
    isEqual(known.revert, session.revert);
  const events: RunEvent[] = isSame
    ? []
    : [{ type: "session.set", session, ...(known === undefined ? {} : { isChange: true }) }];
  if (id === state.sessionId && session.title !== undefined && session.title !== state.title) {
    events.push({ type: "run.patch", patch: { title: session.title } });
  }
  return events;
}

/** What a newer prompt has made final stays so: OpenCode forgets it. */
function revertOf(info: JsonObject, known: SessionInfo | undefined): SessionInfo["revert"] {
  if (known?.revert?.isFinal === true) return known.revert;
  const messageId = text(object(info, "revert"), "messageID");
  return messageId === undefined ? undefined : { messageId };
}

/** Until the model has named a session, OpenCode calls it by the time of its start, which tells a person nothing. */
function titleOf(info: JsonObject): string | undefined {
  const title = text(info, "title");
  return title === undefined || /^(New|Child) session - \d{4}-/.test(title) ? undefined : title;
}

function retryEvents(state: RunState, sessionId: string, status: JsonObject): readonly RunEvent[] {
  if (text(status, "type") !== "retry") {
    return state.retry?.sessionId === sessionId ? [{ type: "run.patch", patch: { retry: null } }] : [];
  }
  const retry = {
    sessionId,
    attempt: count(status, "attempt") ?? 1,
    message: text(status, "message") ?? "",
    next: count(status, "next") ?? 0,
  };
  return isEqual(state.retry, retry) ? [] : [{ type: "run.patch", patch: { retry } }];
}

/** The first error is the cause; OpenCode may send a second one with a stack of its own. */
function errorEvents(state: RunState, raw: JsonObject): readonly RunEvent[] {
  const { modelID, providerID, agent } = state;
  const error = toError(raw, defined({ modelID, providerID, agent }));
  if (state.error !== undefined || error.code === "interrupted") return [];
  return [{ type: "run.patch", patch: { error } }];
}

function todoEvents(state: RunState, sessionId: string, raw: readonly JsonObject[]): readonly RunEvent[] {
  const todos: readonly Todo[] = raw.map((todo) => ({
    content: text(todo, "content") ?? "",
    status: text(todo, "status") ?? "pending",
    ...defined({ priority: text(todo, "priority") }),
  }));
  return isEqual(state.todosBySession[sessionId] ?? [], todos) ? [] : [{ type: "todos.set", sessionId, todos }];
}

function pendingEvents(
  state: RunState,
  request: PendingRequest | undefined,
  { isAnswered }: RunContext,
): readonly RunEvent[] {
  if (
    request === undefined ||
    isAnswered?.(request.id) === true ||
    state.pending.some((other) => isEqual(other, request))
  )
    return [];
  return [{ type: "pending.set", request }];
}

function answered(state: RunState, properties: JsonObject, outcome: PendingOutcome): readonly RunEvent[] {
  const id = text(properties, "requestID");
  return id !== undefined && state.pending.some((request) => request.id === id)
    ? [{ type: "pending.remove", id, outcome }]
    : [];
}

export function messageRemoved(state: RunState, id: string | undefined): readonly RunEvent[] {
  const message = id === undefined ? undefined : state.messages.get(id);
  if (message === undefined) return [];
  const { sessionId, usage } = message;
  const kept = keptDiffEvents(state, message.partIds);
  const remove: RunEvent = { type: "message.remove", id: message.id, sessionId, ...defined({ usage }) };
  // A prompt that is taken back takes its changes with it.
  const isPrompt = message.role === "user" && sessionId === state.sessionId && isNewestPrompt(state, message.id);
  return isPrompt
    ? [
        remove,
        ...changedDiffs(
          state,
          state.diffsBefore.map((diff) => resolveDiff(state, diff)),
          true,
        ),
      ]
    : [...kept, remove];
}

export function partRemoved(state: RunState, id: string | undefined): readonly RunEvent[] {
  return id !== undefined && state.parts.has(id) ? [...keptDiffEvents(state, [id]), { type: "part.remove", id }] : [];
}

/** `waiting` while something waits for a person, else `working`; queued, stopping and ended runs stay what they are. */
export function statusEvents(state: RunState, events: readonly RunEvent[]): readonly RunEvent[] {
  if (isRunOver(state.status) || state.status === "stopping" || state.status === "queued") return [];
  let waiting = state.pending.length;
  for (const event of events) {
    if (event.type === "pending.set" && !state.pending.some(({ id }) => id === event.request.id)) waiting++;
    if (event.type === "pending.remove") waiting--;
  }
  const status = waiting > 0 ? "waiting" : "working";
  return status === state.status ? [] : [{ type: "run.patch", patch: { status } }];
}
