import type { RunEvent } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { reduceRunAll } from "../state/index.ts";
import type { OpenCodeEvent } from "./OpenCodeEvent.ts";
import type { JsonObject } from "./readers.ts";
import { object, objects, text } from "./readers.ts";
import type { RunContext } from "./toRunEvents.ts";
import { statusEvents, toRunEvents } from "./toRunEvents.ts";

/** OpenCode's own record of a run's sessions, as its HTTP API gives it. */
export type OpenCodeRecord = {
  /** `GET /session/{id}/message` of the root session and of each child that is known: `{ info, parts }[]`. */
  readonly messages: readonly JsonObject[];
  /** Children of the run's sessions, each a session's `info`. */
  readonly children?: readonly JsonObject[];
  /** `GET /permission`; absent where it was not asked. */
  readonly permissions?: readonly JsonObject[];
  /** `GET /question`. */
  readonly questions?: readonly JsonObject[];
  /**
   * Ids of the requests that waited when the lists were asked for: one that came later is not gone because the lists
   * lack it. Default: all that the fold has.
   */
  readonly waitedBefore?: ReadonlySet<string>;
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
  for (const event of asStream(record)) apply(toRunEvents(current, event, context));
  apply(goneRequests(current, record));
  apply(statusEvents(current, []));
  return missing;
}

function* asStream(record: OpenCodeRecord): IterableIterator<OpenCodeEvent> {
  for (const info of record.children ?? []) yield { type: "session.updated", properties: { info } };
  for (const message of record.messages) {
    yield { type: "message.updated", properties: { info: object(message, "info") } };
    for (const part of objects(message, "parts")) yield { type: "message.part.updated", properties: { part } };
  }
  for (const request of record.permissions ?? []) yield { type: "permission.asked", properties: request };
  for (const request of record.questions ?? []) yield { type: "question.asked", properties: request };
}

/** Requests that the fold shows but OpenCode no longer lists: answered elsewhere, or lost with a restart. */
function goneRequests(state: RunState, record: OpenCodeRecord): readonly RunEvent[] {
  if (record.permissions === undefined || record.questions === undefined) return [];
  const listed = new Set<string>();
  for (const raw of [...record.permissions, ...record.questions]) listed.add(text(raw, "id") ?? "");
  return state.pending
    .filter(({ id }) => !listed.has(id) && (record.waitedBefore?.has(id) ?? true))
    .map((request) => ({ type: "pending.remove", id: request.id, outcome: "gone" }));
}

/**
 * Whether the root session ends with a finished answer that came after the message `afterMessageId`. An idle agent
 * without one was interrupted.
 */
export function hasEnded(messages: readonly JsonObject[], afterMessageId: string | undefined): boolean {
  const last = messages.at(-1);
  if (last === undefined) return false;
  const info = object(last, "info");
  if (text(info, "role") !== "assistant") return false;
  if (afterMessageId !== undefined && (text(info, "id") ?? "") <= afterMessageId) return false;
  return typeof object(info, "time")["completed"] === "number";
}
