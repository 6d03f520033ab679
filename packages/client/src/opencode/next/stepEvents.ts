import { defined } from "../../protocol/index.ts";
import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import type { JsonObject } from "../readers.ts";
import { count, object, text, texts } from "../readers.ts";
import { classicError } from "./classicError.ts";
import { messageRemoved, messageUpdated, sessionError, time } from "./classicEvents.ts";
import type { NextMessage, NextSession } from "./NextSession.ts";
import { findPart, forgetIfDone, openMessage, tellPart, withInfo } from "./NextSession.ts";
import { PATCH, partId, STEP_FINISH } from "./partId.ts";
import { classicModel } from "./promptEvents.ts";

/** The answer that an event is about, and the events that open it where its start was not seen. */
export type Answer = { readonly message: NextMessage; readonly events: readonly OpenCodeEvent[] };

/**
 * The answer that an event names. One whose start was lost is opened here, with as much as is known of it; one that
 * is done stays as it is.
 */
export function answerOf(session: NextSession, properties: JsonObject, at: number | undefined): Answer | undefined {
  const id = text(properties, "assistantMessageID");
  if (id === undefined) return undefined;
  const known = session.open.get(id);
  if (known !== undefined) return { message: known, events: [] };
  const { promptId, agent, model } = session;
  const asked = { ...defined({ parentID: promptId, agent, mode: agent }), ...model };
  const message = openMessage(session, { role: "assistant", ...asked, time: time({ created: at }) }, id);
  if (message === undefined) return undefined;
  message.stepStart = { snapshot: undefined };
  return { message, events: [messageUpdated(session.id, message.info)] };
}

export function stepStarted(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const id = text(properties, "assistantMessageID");
  // Said a second time, or after something of the answer was seen already.
  if (id === undefined || session.told.has(id)) return [];
  session.agent = text(properties, "agent") ?? session.agent;
  session.model = classicModel(object(properties, "model")) ?? session.model;
  const before = [...completedPrompt(session), ...endOthers(session, at)];
  const answer = answerOf(session, properties, at);
  if (answer === undefined) return before;
  answer.message.stepStart = { snapshot: text(properties, "snapshot") };
  return [...before, ...answer.events];
}

/** A prompt that did not say whom it asks was for the agent and the model that answer it. */
function completedPrompt(session: NextSession): readonly OpenCodeEvent[] {
  const prompt = session.promptId === undefined ? undefined : session.open.get(session.promptId);
  if (prompt === undefined) return [];
  session.open.delete(prompt.id);
  const missing = defined({
    agent: "agent" in prompt.info ? undefined : session.agent,
    model: "model" in prompt.info ? undefined : session.model,
  });
  return Object.keys(missing).length === 0 ? [] : [withInfo(prompt, missing)];
}

/** A session works on one step at a time: what is still open has ended unseen, and a compaction has come to nothing. */
function endOthers(session: NextSession, at: number | undefined): readonly OpenCodeEvent[] {
  const events: OpenCodeEvent[] = [];
  for (const message of session.open.values()) {
    const { created, completed } = object(message.info, "time");
    if (message.info["role"] !== "assistant" || completed !== undefined) continue;
    if (message.info["summary"] === true) {
      session.open.delete(message.id);
      events.push(messageRemoved(session.id, message.id));
      const request = text(message.info, "parentID");
      if (request !== undefined) events.push(messageRemoved(session.id, request));
    } else if (findPart(message, "tool", SHELL) === undefined) {
      events.push(withInfo(message, { time: { ...defined({ created }), completed: at ?? created ?? 0 } }));
    }
  }
  return events;
}

/** Name of the part that a command of the person's own has in its message; it may run beside the agent. */
export const SHELL = "shell";

export function stepEnded(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const answer = answerOf(session, properties, at);
  if (answer === undefined || answer.message.hasEnded) return [];
  const reason = text(properties, "finish");
  const spent = { cost: count(properties, "cost") ?? 0, tokens: object(properties, "tokens") };
  const files = texts(properties, "files");
  const snapshot = text(properties, "snapshot");
  const finish = { type: "step-finish", ...spent, ...defined({ reason, snapshot }) };
  const { message } = answer;
  const events = [
    ...answer.events,
    ...tellPart(message, partId(message.id, STEP_FINISH, "step-finish"), finish),
    ...(files.length === 0 ? [] : tellPart(message, partId(message.id, PATCH, "patch"), { type: "patch", files })),
    ended(message, { ...spent, ...defined({ finish: reason }) }, at),
  ];
  forgetIfDone(session, message);
  return events;
}

export function stepFailed(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const answer = answerOf(session, properties, at);
  if (answer === undefined || answer.message.hasEnded) return [];
  const error = classicError(object(properties, "error"));
  const events = [...answer.events, ended(answer.message, { error }, at), sessionError(session.id, error)];
  forgetIfDone(session, answer.message);
  return events;
}

export function ended(message: NextMessage, fields: JsonObject, at: number | undefined): OpenCodeEvent {
  message.hasEnded = true;
  const { created } = object(message.info, "time");
  return withInfo(message, { ...fields, time: { ...defined({ created }), completed: at ?? created ?? 0 } });
}
