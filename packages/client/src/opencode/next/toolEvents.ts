import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import type { JsonObject } from "../readers.ts";
import { object, text } from "../readers.ts";
import { isInterruption } from "./classicError.ts";
import { time } from "./classicEvents.ts";
import { classicInput, classicResult } from "./classicTool.ts";
import type { NextMessage, NextPart, NextSession, NextTool } from "./NextSession.ts";
import { findPart, forgetIfDone, openPart, tellPart } from "./NextSession.ts";
import { answerOf } from "./stepEvents.ts";

type Call = {
  readonly message: NextMessage;
  readonly part: NextPart;
  readonly tool: NextTool;
  readonly events: readonly OpenCodeEvent[];
};

export function toolInputStarted(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const callId = text(properties, "callID");
  const answer = callId === undefined ? undefined : answerOf(session, properties, at);
  if (callId === undefined || answer === undefined) return [];
  const { message, events } = answer;
  const part = openPart(message, "tool", callId, at);
  if (part === undefined) return events;
  part.tool = newTool(callId, text(properties, "name"));
  return [...events, ...tellTool(message, part, part.tool, { status: "pending", input: {}, raw: "" })];
}

export function toolCalled(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const call = callOf(session, properties, at);
  if (call === undefined) return [];
  const { message, part, tool, events } = call;
  tool.name = text(properties, "tool") ?? tool.name;
  tool.input = classicInput(tool.name, object(properties, "input"));
  tool.ranAt ??= at;
  return [...events, ...tellTool(message, part, tool, running(tool))];
}

/** Each report repeats all that the tool has put out so far. */
export function toolProgress(session: NextSession, properties: JsonObject): readonly OpenCodeEvent[] {
  const message = session.open.get(text(properties, "assistantMessageID") ?? "");
  const part = message === undefined ? undefined : findPart(message, "tool", text(properties, "callID") ?? "");
  if (message === undefined || part?.isOpen !== true || part.tool === undefined) return [];
  const { tool } = part;
  const { output, metadata } = classicResult(tool.name, properties);
  tool.metadata = output === "" ? metadata : { ...metadata, output };
  return tellTool(message, part, tool, running(tool));
}

export function toolSuccess(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const call = callOf(session, properties, at);
  if (call === undefined) return [];
  const { message, part, tool, events } = call;
  const { output, metadata, attachments } = classicResult(tool.name, properties);
  const times = time({ start: tool.ranAt ?? at, end: at });
  const told = { status: "completed", input: tool.input, output, metadata, time: times };
  const state = attachments.length === 0 ? told : { ...told, attachments };
  return [...events, ...ended(session, message, part, tellTool(message, part, tool, state))];
}

export function toolFailed(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const call = callOf(session, properties, at);
  if (call === undefined) return [];
  const { message, part, tool, events } = call;
  const error = text(object(properties, "error"), "message") ?? "";
  const metadata = isInterruption(error) ? { ...tool.metadata, interrupted: true } : tool.metadata;
  const state = {
    status: "error",
    input: tool.input,
    error,
    metadata,
    time: time({ start: tool.ranAt ?? at, end: at }),
  };
  return [...events, ...ended(session, message, part, tellTool(message, part, tool, state))];
}

/** The call that an event names, unless it has ended. One whose start was not seen begins here. */
function callOf(session: NextSession, properties: JsonObject, at: number | undefined): Call | undefined {
  const callId = text(properties, "callID");
  const answer = callId === undefined ? undefined : answerOf(session, properties, at);
  if (callId === undefined || answer === undefined) return undefined;
  const { message, events } = answer;
  const part = findPart(message, "tool", callId) ?? openPart(message, "tool", callId, undefined);
  if (part?.isOpen !== true) return undefined;
  part.tool ??= newTool(callId, undefined);
  return { message, part, tool: part.tool, events };
}

function newTool(callId: string, name: string | undefined): NextTool {
  return { callId, name: name ?? "unknown", input: {}, metadata: {}, ranAt: undefined };
}

function running({ input, metadata, ranAt }: NextTool): JsonObject {
  return { status: "running", input, metadata, time: time({ start: ranAt }) };
}

export function tellTool(
  message: NextMessage,
  part: NextPart,
  tool: NextTool,
  state: JsonObject,
): readonly OpenCodeEvent[] {
  return tellPart(message, part.id, { type: "tool", callID: tool.callId, tool: tool.name, state });
}

/** What was kept of the call is dropped: input and output may be large. */
function ended<T>(session: NextSession, message: NextMessage, part: NextPart, result: T): T {
  part.isOpen = false;
  part.tool = undefined;
  forgetIfDone(session, message);
  return result;
}
