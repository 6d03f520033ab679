import { defined } from "../../protocol/index.ts";
import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import type { JsonObject } from "../readers.ts";
import { object, objects, text } from "../readers.ts";
import { messageRemoved, messageUpdated, time } from "./classicEvents.ts";
import { filePart } from "./classicTool.ts";
import type { NextMessage, NextSession } from "./NextSession.ts";
import { noteTold, openMessage, openPart, tellPart } from "./NextSession.ts";

export function agentSwitched(session: NextSession, properties: JsonObject): readonly OpenCodeEvent[] {
  session.agent = text(properties, "agent") ?? session.agent;
  return [];
}

export function modelSwitched(session: NextSession, properties: JsonObject): readonly OpenCodeEvent[] {
  session.model = classicModel(object(properties, "model")) ?? session.model;
  return [];
}

/** `{ id, providerID }` as a classic message names a model. */
export function classicModel(model: JsonObject): JsonObject | undefined {
  const modelID = text(model, "id");
  const providerID = text(model, "providerID");
  return modelID === undefined || providerID === undefined ? undefined : { providerID, modelID };
}

/** A prompt enters the conversation. Before that it was only admitted, and may still be dropped. */
export function prompted(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const message = userMessage(session, properties, at);
  if (message === undefined) return [];
  const last = session.promptId;
  if (last !== undefined) session.open.delete(last);
  session.promptId = message.id;
  const prompt = object(properties, "prompt");
  const words = text(prompt, "text") ?? "";
  const files = objects(prompt, "files").map((file) => filePart(file, text(file, "uri") ?? ""));
  const agents = objects(prompt, "agents").map((agent) => ({
    type: "agent",
    ...defined({ name: text(agent, "name") }),
  }));
  const parts: readonly JsonObject[] = [...(words === "" ? [] : [{ type: "text", text: words }]), ...files, ...agents];
  return [messageUpdated(session.id, message.info), ...parts.flatMap((part, i) => tell(message, part, `prompt ${i}`))];
}

/** Text that the server adds for the model: to the prompt of the same moment, else as a message of its own. */
export function synthetic(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): readonly OpenCodeEvent[] {
  const id = text(properties, "messageID");
  const words = text(properties, "text");
  if (id === undefined || words === undefined || session.told.has(id)) return [];
  const part = { type: "text", text: words, synthetic: true };
  const prompt = session.open.get(session.promptId ?? "");
  if (prompt !== undefined && at !== undefined && object(prompt.info, "time")["created"] === at) {
    noteTold(session, id);
    return tell(prompt, part, id);
  }
  const message = userMessage(session, properties, at);
  if (message === undefined) return [];
  session.open.delete(id);
  return [messageUpdated(session.id, message.info), ...tell(message, part, id)];
}

/** Whatever came after the message is taken back, as far as it was told here. */
export function revertCommitted(session: NextSession, properties: JsonObject): readonly OpenCodeEvent[] {
  const last = text(properties, "messageID");
  if (last === undefined) return [];
  const gone = [...session.told].filter((id) => id > last && !id.startsWith(`${last}.`));
  for (const id of gone) session.open.delete(id);
  if (session.promptId !== undefined && session.promptId > last) session.promptId = undefined;
  return gone.map((id) => messageRemoved(session.id, id));
}

export function userMessage(
  session: NextSession,
  properties: JsonObject,
  at: number | undefined,
): NextMessage | undefined {
  const id = text(properties, "messageID");
  const { agent, model } = session;
  const info = { role: "user", ...defined({ agent, model }), time: time({ created: at }) };
  return id === undefined ? undefined : openMessage(session, info, id);
}

export function tell(message: NextMessage, fields: JsonObject, name: string): readonly OpenCodeEvent[] {
  const kind =
    fields["type"] === "file" || fields["type"] === "agent" || fields["type"] === "compaction"
      ? fields["type"]
      : "text";
  const part = openPart(message, kind, name, undefined);
  return part === undefined ? [] : tellPart(message, part.id, fields);
}
