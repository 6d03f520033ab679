import type { FileDiff, Message, Part, RunEvent, RunHeader, RunSnapshot, SessionSnapshot } from "../protocol/index.ts";
import { packRunSnapshot } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { findDiff, fromRunSnapshot, initialRunState, reduceRun, toRunSnapshot, toRunHead } from "../state/index.ts";
import type { LogFold } from "./ChannelLog.ts";
import type { Row } from "./LogStore.ts";

/** Rows of a run: one `head`, and one for each session, message, part and diff. */
const HEAD = "head";

/** How a run's channel is folded and kept. */
export function createRunFold(
  header: RunHeader,
  onStored: (events: readonly RunEvent[], state: RunState) => void,
): LogFold<RunState, RunEvent> {
  return {
    initial: initialRunState(header),
    reduce: reduceRun,
    toSnapshot: (state) => packRunSnapshot(toRunSnapshot(state)),
    rowKeys,
    toRow,
    fromRows,
    onStored,
  };
}

function rowKeys(state: RunState, event: RunEvent): readonly string[] {
  switch (event.type) {
    case "session.set":
      return [HEAD, `s:${event.session.id}`];
    case "message.set":
      return [HEAD, `s:${event.message.sessionId}`, `m:${event.message.id}`];
    case "message.patch": {
      const sessionId = state.messages.get(event.id)?.sessionId;
      const sums = event.patch.usage === undefined || sessionId === undefined ? [] : [HEAD, `s:${sessionId}`];
      return [`m:${event.id}`, ...sums];
    }
    case "message.remove": {
      const parts = state.messages.get(event.id)?.partIds ?? [];
      return [HEAD, `s:${event.sessionId}`, `m:${event.id}`, ...parts.map((id) => `p:${id}`)];
    }
    case "part.set":
      return [`p:${event.part.id}`];
    case "part.patch":
    case "part.append":
    case "output.set":
    case "part.remove":
      return [`p:${event.id}`];
    case "diff.set":
      return [`d:${event.diff.path}`];
    case "diff.remove":
      return [`d:${event.path}`];
    default:
      return [HEAD];
  }
}

function toRow(state: RunState, key: string): string | undefined {
  const id = key.slice(2);
  switch (key.slice(0, 2)) {
    case "s:": {
      const session = state.sessions[id];
      return session && JSON.stringify({ ...session, messageIds: undefined });
    }
    case "m:": {
      const message = state.messages.get(id);
      return message && JSON.stringify({ ...message, partIds: undefined });
    }
    case "p:": {
      const part = state.parts.get(id);
      return part && JSON.stringify(part);
    }
    case "d:": {
      const diff = findDiff(state.diffs, id);
      return diff && JSON.stringify(diff);
    }
    default:
      return JSON.stringify(toRunHead(state));
  }
}

function fromRows(rows: readonly Row[]): RunState {
  const sessions: SessionSnapshot[] = [];
  const messages: Message[] = [];
  const parts: Part[] = [];
  const diffs: FileDiff[] = [];
  let head: Partial<RunSnapshot> = {};
  for (const [key, body] of rows) {
    const value: unknown = JSON.parse(body);
    switch (key.slice(0, 2)) {
      case "s:":
        sessions.push(value as SessionSnapshot);
        break;
      case "m:":
        messages.push(value as Message);
        break;
      case "p:":
        parts.push(value as Part);
        break;
      case "d:":
        diffs.push(value as FileDiff);
        break;
      default:
        head = value as Partial<RunSnapshot>;
    }
  }
  diffs.sort((a, b) => (a.path < b.path ? -1 : 1));
  return fromRunSnapshot({ ...(head as RunSnapshot), sessions, messages, parts, diffs, diffCount: diffs.length });
}
