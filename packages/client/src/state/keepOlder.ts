import type { RunState } from "./RunState.ts";
import { mergePage } from "./mergePage.ts";

/**
 * A state that replaces another of the same log, with the older messages that the other had loaded: a reader who has
 * scrolled back keeps the place.
 */
export function keepOlder(before: RunState, now: RunState): RunState {
  const { windowFrom } = now;
  if (windowFrom === undefined) return now;
  const messages = Object.values(before.sessions)
    .flatMap(({ messageIds }) => messageIds.filter((id) => id < windowFrom && !now.messages.has(id)))
    .flatMap((id) => before.messages.get(id) ?? []);
  if (messages.length === 0) return now;
  return mergePage(now, {
    messages: messages.map(({ partIds: _, ...message }) => message),
    parts: messages.flatMap(({ partIds }) => partIds.flatMap((id) => before.parts.get(id) ?? [])),
    hasOlder: true,
  });
}
