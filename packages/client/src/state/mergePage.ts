import type { MessagePage } from "../protocol/index.ts";
import { withId } from "./orderedIds.ts";
import { setPart } from "./reduceParts.ts";
import type { RunState } from "./RunState.ts";

/**
 * Adds messages that were not loaded. Not an event of the channel: the messages are counted already, and whoever has
 * them keeps what it has.
 */
export function mergePage(state: RunState, page: MessagePage): RunState {
  const { session: asked } = page;
  let next = state;
  const known = asked && state.sessions[asked.id];
  // A session that a snapshot left out is counted already, too.
  if (asked !== undefined && (known === undefined || known.isPartial)) {
    const session = { ...asked, messageIds: known?.messageIds ?? [] };
    next = { ...state, sessions: { ...state.sessions, [asked.id]: session } };
  }
  const added = new Set<string>();
  for (const message of page.messages) {
    const session = next.sessions[message.sessionId];
    if (session === undefined || next.messages.has(message.id)) continue;
    added.add(message.id);
    const messageIds = withId(session.messageIds, message.id);
    next = {
      ...next,
      sessions: { ...next.sessions, [session.id]: { ...session, messageIds } },
      messages: next.messages.set({ ...message, partIds: [] }),
    };
  }
  for (const part of page.parts) if (added.has(part.messageId)) next = setPart(next, part);
  return next;
}
