import type { Message, Part } from "../protocol/index.ts";
import { cutPart } from "./cutPart.ts";
import type { RunMessage, RunState } from "./RunState.ts";

/** Messages of a snapshot: at most this many, and no more once they take about this many characters. */
const MAX_MESSAGES = 60;
const MAX_CHARS = 46_000;
/** Newest parts of one message; a provider that is retried without end repeats parts without end. */
const MAX_PARTS = 100;
/** Messages that still change are in a snapshot however old they are; more than this many do not happen. */
const MAX_LIVE = 40;

export type MessageWindow = {
  readonly messages: readonly Message[];
  readonly parts: readonly Part[];
  /** Older messages may be left out. Absent: none is. */
  readonly windowFrom?: string;
};

/** The newest messages of all sessions, with what still changes, in the order of their ids. */
export function chooseWindow(state: RunState): MessageWindow {
  const chosen = new Map<string, { readonly message: Message; readonly parts: readonly Part[] }>();
  let chars = 0;
  let isWhole = state.windowFrom === undefined;
  let oldest: string | undefined;
  for (const message of newestFirst(state)) {
    if (chosen.size >= MAX_MESSAGES || chars >= MAX_CHARS) {
      isWhole = false;
      break;
    }
    const entry = cutMessage(state, message);
    chosen.set(message.id, entry);
    oldest = message.id;
    chars += charsOf(entry);
  }
  if (!isWhole) {
    for (const id of liveIds(state)) {
      const message = state.messages.get(id);
      if (message !== undefined && !chosen.has(id)) chosen.set(id, cutMessage(state, message));
    }
  }
  const entries = [...chosen.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  return {
    messages: entries.map(({ message }) => message),
    parts: entries.flatMap(({ parts }) => parts),
    ...(isWhole || oldest === undefined ? {} : { windowFrom: oldest }),
  };
}

export function cutMessage(
  state: RunState,
  { partIds, ...message }: RunMessage,
): { readonly message: Message; readonly parts: readonly Part[] } {
  const parts = partIds.slice(-MAX_PARTS).map((id) => state.parts.get(id));
  const partsLeftOut = partIds.length - parts.length + (message.partsLeftOut ?? 0);
  return {
    message: partsLeftOut === 0 ? message : { ...message, partsLeftOut },
    parts: parts.filter((part) => part !== undefined).map(cutPart),
  };
}

/** About how many characters a value takes as JSON: its texts, and a little for what is around each. */
export function charsOf(value: unknown): number {
  if (typeof value === "string") return value.length + 8;
  if (typeof value !== "object" || value === null) return 12;
  let chars = 4;
  for (const each of Object.values(value)) chars += charsOf(each);
  return chars;
}

/** Messages of all sessions by falling id, without sorting them all. */
function* newestFirst(state: RunState): IterableIterator<RunMessage> {
  // Each of them has at least its last message before any of the sessions that are left out has one.
  const ends = Object.values(state.sessions)
    .filter(({ messageIds }) => messageIds.length > 0)
    .map(({ messageIds }): End => ({ messageIds, at: messageIds.length - 1, id: messageIds.at(-1) ?? "" }))
    .toSorted((a, b) => (a.id > b.id ? -1 : 1))
    .slice(0, MAX_MESSAGES);
  for (let end = ends[0]; end !== undefined; end = ends[0]) {
    const message = state.messages.get(end.id);
    end.id = end.messageIds[--end.at] ?? "";
    // Most often the session that has the newest message has the next one too.
    let at = 0;
    for (let next = ends[1]; next !== undefined && next.id > end.id; next = ends[++at + 1]) ends[at] = next;
    ends[at] = end;
    if (end.id === "") ends.splice(at, 1);
    if (message !== undefined) yield message;
  }
}

/** A session from its end; `id` is empty once there are no more messages. */
type End = { readonly messageIds: readonly string[]; at: number; id: string };

/** Messages with running tools, and answers that are still written. */
function liveIds(state: RunState): readonly string[] {
  const withTools = state.runningToolIds.map((id) => state.parts.get(id)?.messageId ?? "");
  return [...new Set([...withTools.slice(-MAX_LIVE), ...state.openMessageIds.slice(-MAX_LIVE)])];
}
