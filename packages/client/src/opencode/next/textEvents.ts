import { defined } from "../../protocol/index.ts";
import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import type { JsonObject } from "../readers.ts";
import { text } from "../readers.ts";
import { partDelta, time } from "./classicEvents.ts";
import type { NextMessage, NextPart, NextSession } from "./NextSession.ts";
import { findPart, forgetIfDone, openPart, tellPart } from "./NextSession.ts";
import { answerOf } from "./stepEvents.ts";

/** Texts and reasoning are told alike, but for the field that names them. */
export type TextKind = "text" | "reasoning";

const NAMES = { text: "textID", reasoning: "reasoningID" } as const;

export function textStarted(
  kind: TextKind,
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const name = text(properties, NAMES[kind]);
  const answer = name === undefined ? undefined : answerOf(session, properties, at);
  if (name === undefined || answer === undefined) return [];
  const part = openPart(answer.message, kind, name, at);
  return part === undefined ? answer.events : [...answer.events, ...tellText(answer.message, part, kind, "")];
}

/** A piece of a text whose start was not seen is left out: its end tells all of it. */
export function textDelta(kind: TextKind, session: NextSession, properties: JsonObject): readonly OpenCodeEvent[] {
  const message = session.open.get(text(properties, "assistantMessageID") ?? "");
  const part = message === undefined ? undefined : findPart(message, kind, text(properties, NAMES[kind]) ?? "");
  const delta = text(properties, "delta");
  if (message === undefined || part?.isOpen !== true || delta === undefined) return [];
  return [partDelta(session.id, message.id, part.id, delta)];
}

export function textEnded(
  kind: TextKind,
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const name = text(properties, NAMES[kind]);
  const whole = text(properties, "text");
  if (name === undefined || whole === undefined) return [];
  const answer = answerOf(session, properties, at);
  if (answer === undefined) return [];
  const { message } = answer;
  const part = findPart(message, kind, name) ?? openPart(message, kind, name, undefined);
  if (part?.isOpen !== true) return answer.events;
  part.isOpen = false;
  const events = [...answer.events, ...tellText(message, part, kind, whole, at)];
  forgetIfDone(session, message);
  return events;
}

export function tellText(
  message: NextMessage,
  part: NextPart,
  kind: TextKind,
  whole: string,
  end?: number,
): readonly OpenCodeEvent[] {
  const times = time({ start: part.startedAt ?? end, end });
  return tellPart(message, part.id, { type: kind, text: whole, ...defined({ time: times }) });
}
