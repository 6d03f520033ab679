import type { Message, MessagePage, Part } from "../protocol/index.ts";
import { charsOf, cutMessage } from "./chooseWindow.ts";
import { withoutIds } from "./runSnapshot.ts";
import type { RunState } from "./RunState.ts";

/** A page ends once it takes about this many characters. */
const MAX_CHARS = 150_000;

export type PageOptions = { readonly sessionId?: string; readonly before?: string; readonly limit?: number };

/** The newest messages of a session before a message, cut as in a snapshot; a page has at least one if there is one. */
export function messagePage(
  state: RunState,
  { sessionId = state.sessionId, before, limit = 40 }: PageOptions,
): MessagePage {
  const session = sessionId === undefined ? undefined : state.sessions[sessionId];
  const ids = session?.messageIds ?? [];
  const end = before === undefined ? ids.length : ids.findLastIndex((id) => id < before) + 1;
  const entries: { readonly message: Message; readonly parts: readonly Part[] }[] = [];
  let chars = 0;
  let at = end;
  while (at > 0 && entries.length < limit && chars < MAX_CHARS) {
    const message = state.messages.get(ids[--at] ?? "");
    if (message === undefined) continue;
    const entry = cutMessage(state, message);
    entries.unshift(entry);
    chars += charsOf(entry);
  }
  return {
    messages: entries.map(({ message }) => message),
    parts: entries.flatMap(({ parts }) => parts),
    hasOlder: at > 0,
    ...(session === undefined ? {} : { session: withoutIds(session) }),
  };
}
