import { defined } from "../../protocol/index.ts";
import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import type { JsonObject } from "../readers.ts";
import { text } from "../readers.ts";
import { messageUpdated, time } from "./classicEvents.ts";
import type { NextSession } from "./NextSession.ts";
import { findPart, openMessage, openPart } from "./NextSession.ts";
import { tell, userMessage } from "./promptEvents.ts";
import { ended, SHELL } from "./stepEvents.ts";
import { tellTool } from "./toolEvents.ts";

/** As OpenCode says it to the model. */
const REMARK = "The following tool was executed by the user";

/**
 * A command that a person runs in the session: in the classic form a message of the person's, which carries the event's
 * id, and an answer to it with the command.
 */
export function shellStarted(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const callId = text(properties, "callID");
  const request = callId === undefined ? undefined : userMessage(session, properties, at);
  if (callId === undefined || request === undefined) return [];
  session.open.delete(request.id);
  const { agent, model } = session;
  const asked = { parentID: request.id, ...defined({ agent, mode: agent }), ...model };
  const message = openMessage(
    session,
    { role: "assistant", ...asked, time: time({ created: at }) },
    `${request.id}.shell`,
  );
  const part = message === undefined ? undefined : openPart(message, "tool", SHELL, at);
  if (message === undefined || part === undefined) return [];
  const input = { command: text(properties, "command") ?? "" };
  part.tool = { callId, name: "bash", input, metadata: {}, ranAt: at };
  return [
    messageUpdated(session.id, request.info),
    ...tell(request, { type: "text", text: REMARK, synthetic: true }, SHELL),
    messageUpdated(session.id, message.info),
    ...tellTool(message, part, part.tool, { status: "running", input, time: time({ start: at }) }),
  ];
}

/** The end names only the call; a command whose start was not seen has no place. */
export function shellEnded(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const callId = text(properties, "callID");
  for (const message of session.open.values()) {
    const part = findPart(message, "tool", SHELL);
    if (part?.tool === undefined || part.tool.callId !== callId) continue;
    const { tool } = part;
    const output = text(properties, "output") ?? "";
    const times = time({ start: tool.ranAt, end: at });
    const state = { status: "completed", input: tool.input, output, metadata: { output }, title: "", time: times };
    session.open.delete(message.id);
    return [...tellTool(message, part, tool, state), ended(message, {}, at)];
  }
  return [];
}
