import type { Part, RunEvent } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { reduceRunAll, selectMessageIds } from "../state/index.ts";
import type { OpenCodeEvent } from "./OpenCodeEvent.ts";
import type { JsonObject } from "./readers.ts";
import { isJsonObject, object, objects, text } from "./readers.ts";
import type { RunContext } from "./RunContext.ts";
import { liveSummaryEvents, summaryDiffEvents } from "./toDiffs.ts";
import { messageRemoved, partRemoved, statusEvents, toRunEvents } from "./toRunEvents.ts";

/** OpenCode's own record of a run's sessions, or the part of it that may have changed, as its HTTP API gives it. */
export type OpenCodeRecord = {
  /** Messages of the run's sessions: `{ info, parts }[]`, in each session oldest first. */
  readonly messages: readonly JsonObject[];
  /**
   * For each session of which messages were listed one after the other: the id from which on none is missing in
   * `messages`; "" for all. Default: `messages` may have gaps.
   */
  readonly listedFrom?: Readonly<Record<string, string>>;
  /** `info` of the root session and of its children. */
  readonly sessions?: readonly JsonObject[];
  /** `GET /session/status`: by session, those that are not idle. */
  readonly statuses?: JsonObject;
  /** `GET /session/{id}/todo`, by session. */
  readonly todos?: Readonly<Record<string, readonly JsonObject[]>>;
  /** `GET /permission`; absent where it was not asked. */
  readonly permissions?: readonly JsonObject[];
  /** `GET /question`. */
  readonly questions?: readonly JsonObject[];
  /**
   * The fold when OpenCode was asked: what came later is not gone because the record lacks it. Default: the fold as it
   * is.
   */
  readonly before?: RunState;
};

/**
 * The events that are missing between the fold and OpenCode's own record. Pure. The record is read as if it were a
 * stream, so that repair and live mapping cannot disagree; what the record no longer has is removed.
 */
export function reconcile(state: RunState, record: OpenCodeRecord, context: RunContext): readonly RunEvent[] {
  const missing: RunEvent[] = [];
  let current = state;
  const apply = (events: readonly RunEvent[]): void => {
    missing.push(...events);
    current = reduceRunAll(current, events);
  };
  const before = record.before ?? state;
  const prompts = promptsOf(record, state, context);
  const hasSummary = prompts.some((info) => objects(object(info, "summary"), "diffs").length > 0);
  const reading = hasSummary ? { ...context, hasSummary } : context;
  for (const event of asStream(state, record)) apply(toRunEvents(current, event, reading));
  if (hasSummary) apply(summariesEvents(current, prompts, record, context));
  for (const message of record.messages) apply(goneParts(current, before, message));
  apply(goneMessages(current, before, record));
  apply(goneRequests(current, before, record));
  apply(statusEvents(current, []));
  return missing;
}

/** Of earlier prompts nothing changes, so a record may have the newest alone. */
function summariesEvents(
  state: RunState,
  prompts: readonly JsonObject[],
  record: OpenCodeRecord,
  context: RunContext,
): readonly RunEvent[] {
  const summaries = prompts.map((info) => object(info, "summary"));
  const listed = new Set(prompts.map((info) => text(info, "id")));
  const isWhole = selectMessageIds(state).every((id) => listed.has(id) || state.messages.get(id)?.role !== "user");
  return isWhole
    ? summaryDiffEvents(state, summaries, partsOf(state, record), context)
    : liveSummaryEvents(state, summaries.at(-1) ?? {}, context);
}

/** `info` of the run's prompts. */
function promptsOf(
  record: OpenCodeRecord,
  { sessionId }: RunState,
  { afterMessageId = "" }: RunContext,
): readonly JsonObject[] {
  return record.messages
    .map((message) => object(message, "info"))
    .filter((info) => text(info, "role") === "user" && text(info, "sessionID") === sessionId)
    .filter((info) => (text(info, "id") ?? "") > afterMessageId);
}

function partsOf(state: RunState, record: OpenCodeRecord): readonly Part[] {
  return record.messages
    .flatMap((message) => state.messages.get(text(object(message, "info"), "id") ?? "")?.partIds ?? [])
    .flatMap((id) => state.parts.get(id) ?? []);
}

function* asStream(state: RunState, record: OpenCodeRecord): IterableIterator<OpenCodeEvent> {
  for (const info of record.sessions ?? []) yield { type: "session.updated", properties: { info } };
  for (const message of record.messages) {
    yield { type: "message.updated", properties: { info: object(message, "info") } };
    for (const part of objects(message, "parts")) yield { type: "message.part.updated", properties: { part } };
  }
  for (const [sessionID, todos] of Object.entries(record.todos ?? {})) {
    yield { type: "todo.updated", properties: { sessionID, todos } };
  }
  for (const request of record.permissions ?? []) yield { type: "permission.asked", properties: request };
  for (const request of record.questions ?? []) yield { type: "question.asked", properties: request };
  const { statuses } = record;
  if (statuses === undefined) return;
  const waiting = state.retry?.sessionId;
  for (const sessionID of new Set([...Object.keys(statuses), ...(waiting === undefined ? [] : [waiting])])) {
    const status = isJsonObject(statuses[sessionID]) ? statuses[sessionID] : { type: "idle" };
    yield { type: "session.status", properties: { sessionID, status } };
  }
}

function goneParts(state: RunState, before: RunState, message: JsonObject): readonly RunEvent[] {
  const id = text(object(message, "info"), "id") ?? "";
  const listed = new Set(objects(message, "parts").map((part) => text(part, "id")));
  const known = state.messages.get(id)?.partIds ?? [];
  return known
    .filter((part) => !listed.has(part) && before.parts.has(part))
    .flatMap((part) => partRemoved(state, part));
}

function goneMessages(state: RunState, before: RunState, record: OpenCodeRecord): readonly RunEvent[] {
  const listed = new Set(record.messages.map((message) => text(object(message, "info"), "id")));
  return Object.entries(record.listedFrom ?? {}).flatMap(([sessionId, from]) =>
    (state.sessions[sessionId]?.messageIds ?? [])
      .filter((id) => id >= from && !listed.has(id) && before.messages.has(id))
      .flatMap((id) => messageRemoved(state, id)),
  );
}

/** Requests that the fold shows but OpenCode no longer lists: answered elsewhere, or lost with a restart. */
function goneRequests(state: RunState, before: RunState, record: OpenCodeRecord): readonly RunEvent[] {
  if (record.permissions === undefined || record.questions === undefined) return [];
  const listed = new Set<string>();
  for (const raw of [...record.permissions, ...record.questions]) listed.add(text(raw, "id") ?? "");
  const waited = new Set(before.pending.map(({ id }) => id));
  // Budgets are the room's own.
  return state.pending
    .filter(({ id, kind }) => kind !== "budget" && !listed.has(id) && waited.has(id))
    .map((request) => ({ type: "pending.remove", id: request.id, outcome: "gone" }));
}

/**
 * Whether the newest message of the root session is a finished answer that came after the message `afterMessageId`. An
 * idle agent without one was interrupted.
 */
export function hasEnded(newest: JsonObject | undefined, afterMessageId: string | undefined): boolean {
  if (newest === undefined) return false;
  const info = object(newest, "info");
  if (text(info, "role") !== "assistant") return false;
  if (afterMessageId !== undefined && (text(info, "id") ?? "") <= afterMessageId) return false;
  return typeof object(info, "time")["completed"] === "number";
}
