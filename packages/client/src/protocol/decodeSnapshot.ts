import type { Channel } from "./channels.ts";
import type { MessagePage } from "./commands.ts";
import * as shape from "./entityShapes.ts";
import { isObject } from "./json.ts";
import type { Shape } from "./shapes.ts";
import { fields, flag, list, maybe, num, text } from "./shapes.ts";
import type { FilesSnapshot, RoomSnapshot, RunSnapshot } from "./snapshots.ts";
import { unpackDiff, unpackMessage, unpackPart, unpackUsage } from "./wireForms.ts";

type Snapshot = RunSnapshot | RoomSnapshot | FilesSnapshot;

/** Lists whose entries can be left out one by one, and what must be right for the rest to make sense. */
type Plan = { readonly lists: Readonly<Record<string, Shape>>; readonly facts: Shape };

const RUN: Plan = {
  facts: fields({
    header: shape.header,
    usage: shape.usage,
    messageCount: num,
    diffCount: num,
    windowFrom: maybe(text),
    unknown: shape.unknownEvents,
  }),
  lists: {
    sessions: shape.sessionSnapshot,
    messages: shape.message,
    parts: shape.part,
    todos: fields({ sessionId: text, todos: list(shape.todo) }),
    diffs: shape.diff,
    diagnostics: shape.diagnostic,
    filesEdited: text,
    pending: shape.pending,
    answered: shape.answered,
  },
};
const ROOM: Plan = {
  facts: fields({ sandbox: shape.sandbox, usage: shape.usage, presence: shape.presence, backup: maybe(shape.backup) }),
  lists: {
    runs: shape.runSummary,
    pending: fields({ runId: text, request: shape.pending }),
    answered: shape.answered,
    processes: shape.process,
    ports: shape.port,
  },
};
const PAGE: Plan = {
  facts: fields({ hasOlder: flag, session: maybe(shape.sessionSnapshot) }),
  lists: { messages: shape.message, parts: shape.part },
};
const FILES: Plan = { facts: fields({ truncated: flag }), lists: { entries: shape.fileEntry } };

/** Lists of which the entries travel in shorter forms. */
const UNPACK: Readonly<Record<string, (packed: readonly unknown[]) => readonly unknown[]>> = {
  sessions: (packed) => packed.map(unpackMessage),
  messages: (packed) => packed.map(unpackMessage),
  parts: unpackParts,
  diffs: (packed) => packed.map(unpackDiff),
};

/** A part without a message belongs to that of the part before it. */
function unpackParts(packed: readonly unknown[]): readonly unknown[] {
  let messageId: string | undefined;
  return packed.map((each) => {
    const part = unpackPart(each, messageId);
    if (isObject(part) && typeof part["messageId"] === "string") messageId = part["messageId"];
    return part;
  });
}

/**
 * A channel's snapshot, or undefined if it is none. Entries that this client cannot use are left out; `skipped` counts
 * them.
 */
export function decodeSnapshot(
  channel: Channel,
  value: unknown,
): { readonly state: Snapshot; readonly skipped: number } | undefined {
  return decodeLists(channel === "room" ? ROOM : channel === "files" ? FILES : RUN, value);
}

/** An answer to `getMessages`; entries that this client cannot use are left out. */
export function decodePage(value: unknown): MessagePage | undefined {
  return decodeLists(PAGE, value)?.state as unknown as MessagePage | undefined;
}

function decodeLists(
  { lists, facts }: Plan,
  value: unknown,
): { readonly state: Snapshot; readonly skipped: number } | undefined {
  if (!isObject(value) || !facts({ ...value, usage: unpackUsage(value["usage"]) })) return undefined;
  const state: { [key: string]: unknown } = { ...value };
  if (value["usage"] !== undefined) state["usage"] = unpackUsage(value["usage"]);
  let skipped = 0;
  for (const [key, entry] of Object.entries(lists)) {
    const packed = Array.isArray(value[key]) ? (value[key] as readonly unknown[]) : [];
    const all = key in UNPACK ? (UNPACK[key]?.(packed) ?? packed) : packed;
    const good = all.every(entry) ? all : all.filter(entry);
    skipped += all.length - good.length;
    state[key] = good;
  }
  return { state: state as unknown as Snapshot, skipped };
}
