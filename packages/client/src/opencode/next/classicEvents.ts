import { defined } from "../../protocol/index.ts";
import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import type { JsonObject } from "../readers.ts";

/** Events in the classic form, as `GET /event` sends them. */

export function messageUpdated(sessionID: string, info: JsonObject): OpenCodeEvent {
  return { type: "message.updated", properties: { sessionID, info } };
}

export function messageRemoved(sessionID: string, messageID: string): OpenCodeEvent {
  return { type: "message.removed", properties: { sessionID, messageID } };
}

export function partUpdated(sessionID: string, part: JsonObject): OpenCodeEvent {
  return { type: "message.part.updated", properties: { sessionID, part } };
}

export function partDelta(sessionID: string, messageID: string, partID: string, delta: string): OpenCodeEvent {
  return { type: "message.part.delta", properties: { sessionID, messageID, partID, field: "text", delta } };
}

export function sessionStatus(sessionID: string, status: JsonObject): OpenCodeEvent {
  return { type: "session.status", properties: { sessionID, status } };
}

export function sessionError(sessionID: string, error: JsonObject): OpenCodeEvent {
  return { type: "session.error", properties: { sessionID, error } };
}

export function sessionCompacted(sessionID: string): OpenCodeEvent {
  return { type: "session.compacted", properties: { sessionID } };
}

/** A part's or a message's `time`, without what is not known. */
export function time<T extends { readonly [key: string]: number | undefined }>(times: T): JsonObject {
  return defined(times) as JsonObject;
}
