import type { Message, MessagePatched, MessageRemoved, SessionSet, Usage } from "../protocol/index.ts";
import { withId, withoutId } from "./orderedIds.ts";
import { removePart } from "./reduceParts.ts";
import type { RunSession, RunState } from "./RunState.ts";
import { exchangedUsage, isBeforeWindow, NO_USAGE, skipped } from "./RunState.ts";

const EMPTY = { messageIds: [], messageCount: 0, usage: NO_USAGE } as const;

export function setSession(state: RunState, { session: info, isChange }: SessionSet): RunState {
  const known = state.sessions[info.id];
  const session: RunSession = known ?? (isChange ? sessionOf(state, info.id) : { ...EMPTY, id: info.id });
  const { parentId: _p, title: _t, revert: _r, ...rest } = session;
  return { ...state, sessions: { ...state.sessions, [info.id]: { ...rest, ...info } } };
}

export function setMessage(state: RunState, message: Message): RunState {
  const before = state.messages.get(message.id);
  if (before !== undefined) return patchMessage(state, { type: "message.patch", id: message.id, patch: message });
  const counted = count(state, message.sessionId, 1, undefined, message.usage);
  // What still changes is loaded however old it is.
  if (isBeforeWindow(state, message.id) && !isOpen(message)) return counted;
  const session = sessionOf(counted, message.sessionId);
  return {
    ...counted,
    sessions: {
      ...counted.sessions,
      [session.id]: { ...session, messageIds: withId(session.messageIds, message.id) },
    },
    messages: state.messages.set({ ...message, partIds: [] }),
    openMessageIds: openIds(state.openMessageIds, message),
    ...(message.role === "user" && message.sessionId === state.sessionId ? { diffsBefore: state.diffs } : {}),
  };
}

export function patchMessage(state: RunState, { id, patch, was }: MessagePatched): RunState {
  const before = state.messages.get(id);
  if (before === undefined) {
    if (!isBeforeWindow(state, id)) return skipped(state);
    return was === undefined || patch.usage === undefined
      ? state
      : count(state, was.sessionId, 0, was.usage, patch.usage);
  }
  const message = { ...before, ...patch, id, sessionId: before.sessionId, role: before.role, partIds: before.partIds };
  const counted =
    message.usage === before.usage ? state : count(state, before.sessionId, 0, before.usage, message.usage);
  return {
    ...counted,
    messages: state.messages.set(message),
    openMessageIds: openIds(state.openMessageIds, message),
  };
}

export function removeMessage(state: RunState, { id, sessionId, usage }: MessageRemoved): RunState {
  const before = state.messages.get(id);
  if (before === undefined) return isBeforeWindow(state, id) ? count(state, sessionId, -1, usage, undefined) : state;
  let next = state;
  for (const partId of before.partIds) next = removePart(next, partId);
  next = count(next, before.sessionId, -1, before.usage, undefined);
  const session = sessionOf(next, before.sessionId);
  return {
    ...next,
    sessions: { ...next.sessions, [session.id]: { ...session, messageIds: withoutId(session.messageIds, id) } },
    messages: next.messages.delete(id),
    openMessageIds: withoutId(next.openMessageIds, id),
  };
}

function sessionOf(state: RunState, id: string): RunSession {
  const known = state.sessions[id];
  if (known !== undefined) return known;
  return state.windowFrom === undefined ? { ...EMPTY, id } : { ...EMPTY, id, isPartial: true };
}

/** Exchanges what a message counts for, in its session and in the run. */
function count(
  state: RunState,
  sessionId: string,
  messages: number,
  before: Usage | undefined,
  after: Usage | undefined,
): RunState {
  const session = sessionOf(state, sessionId);
  return {
    ...state,
    messageCount: state.messageCount + messages,
    usage: exchangedUsage(state.usage, before, after),
    sessions: {
      ...state.sessions,
      [sessionId]: {
        ...session,
        messageCount: session.messageCount + messages,
        usage: exchangedUsage(session.usage, before, after),
      },
    },
  };
}

function isOpen({ role, completedAt }: Message): boolean {
  return role === "assistant" && completedAt === undefined;
}

function openIds(ids: readonly string[], message: Message): readonly string[] {
  return isOpen(message) ? withId(ids, message.id) : withoutId(ids, message.id);
}
