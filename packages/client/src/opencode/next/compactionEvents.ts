import { defined } from "../../protocol/index.ts";
import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import type { JsonObject } from "../readers.ts";
import { text } from "../readers.ts";
import { messageUpdated, partDelta, sessionCompacted, time } from "./classicEvents.ts";
import type { NextSession } from "./NextSession.ts";
import { findPart, openMessage, openPart, tellPart } from "./NextSession.ts";
import { partId, STEP_FINISH } from "./partId.ts";
import { tell, userMessage } from "./promptEvents.ts";
import { ended } from "./stepEvents.ts";
import { tellText } from "./textEvents.ts";

const SUMMARY = "summary";

/**
 * The conversation so far is being summed up: in the classic form a message that asks for it, which carries the event's
 * id, and an answer to it that is the summary.
 */
export function compactionStarted(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const request = userMessage(session, properties, at);
  if (request === undefined) return [];
  session.open.delete(request.id);
  const asked = { parentID: request.id, agent: "compaction", mode: "compaction", summary: true, ...session.model };
  const message = openMessage(
    session,
    { role: "assistant", ...asked, time: time({ created: at }) },
    summaryId(request.id),
  );
  const part = message === undefined ? undefined : openPart(message, "text", SUMMARY, at);
  if (message === undefined || part === undefined) return [];
  message.stepStart = { snapshot: undefined };
  return [
    messageUpdated(session.id, request.info),
    ...tell(request, { type: "compaction", auto: text(properties, "reason") === "auto" }, SUMMARY),
    messageUpdated(session.id, message.info),
    ...tellText(message, part, "text", ""),
  ];
}

export function compactionDelta(session: NextSession, properties: JsonObject): readonly OpenCodeEvent[] {
  const message = session.open.get(summaryId(text(properties, "messageID") ?? ""));
  const part = message === undefined ? undefined : findPart(message, "text", SUMMARY);
  const delta = text(properties, "text");
  if (message === undefined || part === undefined || delta === undefined) return [];
  return [partDelta(session.id, message.id, part.id, delta)];
}

export function compactionEnded(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const before = compactionStarted(session, properties, at);
  const message = session.open.get(summaryId(text(properties, "messageID") ?? ""));
  const part = message === undefined ? undefined : findPart(message, "text", SUMMARY);
  const whole = text(properties, "text");
  if (message === undefined || part === undefined || whole === undefined) return before;
  session.open.delete(message.id);
  return [
    ...before,
    ...tellText(message, part, "text", whole, at),
    ...tellPart(message, partId(message.id, STEP_FINISH, "step-finish"), { type: "step-finish", reason: "stop" }),
    ended(message, defined({ finish: "stop" }), at),
    sessionCompacted(session.id),
  ];
}

function summaryId(requestId: string): string {
  return `${requestId}.${SUMMARY}`;
}
