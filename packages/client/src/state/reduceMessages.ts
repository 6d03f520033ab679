import type { Message, SessionInfo, Usage } from "../protocol/entities.ts";
import { withId, withoutId } from "./orderedIds.ts";
import { removePart } from "./reduceParts.ts";
import type { RunSession, RunState } from "./RunState.ts";
import { NO_USAGE } from "./RunState.ts";

export function setSession(state: RunState, info: SessionInfo): RunState {
  const messageIds = state.sessions[info.id]?.messageIds ?? [];
  return { ...state, sessions: { ...state.sessions, [info.id]: { ...info, messageIds } } };
}

export function setMessage(state: RunState, message: Message): RunState {
  const before = state.messages.get(message.id);
  const session: RunSession = state.sessions[message.sessionId] ?? { id: message.sessionId, messageIds: [] };
  const messageIds = withId(session.messageIds, message.id);
  const sessions =
    messageIds === session.messageIds
      ? state.sessions
      : { ...state.sessions, [session.id]: { ...session, messageIds } };
  return {
    ...state,
    sessions,
    messages: state.messages.set({ ...message, partIds: before?.partIds ?? [] }),
    usage: exchanged(state.usage, before?.usage, message.usage),
  };
}

export function patchMessage(state: RunState, id: string, patch: { readonly usage?: Usage }): RunState {
  const before = state.messages.get(id);
  if (before === undefined) return { ...state, unknownEvents: state.unknownEvents + 1 };
  const message = { ...before, ...patch, id, sessionId: before.sessionId, role: before.role, partIds: before.partIds };
  return {
    ...state,
    messages: state.messages.set(message),
    usage: exchanged(state.usage, before.usage, message.usage),
  };
}

export function removeMessage(state: RunState, id: string): RunState {
  const before = state.messages.get(id);
  if (before === undefined) return state;
  const session = state.sessions[before.sessionId];
  let next = state;
  for (const partId of before.partIds) next = removePart(next, partId);
  return {
    ...next,
    sessions:
      session === undefined
        ? next.sessions
        : { ...next.sessions, [session.id]: { ...session, messageIds: withoutId(session.messageIds, id) } },
    messages: next.messages.delete(id),
    usage: exchanged(next.usage, before.usage, undefined),
  };
}

/** The sum with one summand exchanged. */
function exchanged(sum: Usage, before: Usage | undefined, after: Usage | undefined): Usage {
  if (before === after) return sum;
  const minus = before ?? NO_USAGE;
  const plus = after ?? NO_USAGE;
  return {
    input: sum.input - minus.input + plus.input,
    output: sum.output - minus.output + plus.output,
    reasoning: sum.reasoning - minus.reasoning + plus.reasoning,
    cacheRead: sum.cacheRead - minus.cacheRead + plus.cacheRead,
    cacheWrite: sum.cacheWrite - minus.cacheWrite + plus.cacheWrite,
    cost: sum.cost - minus.cost + plus.cost,
  };
}
