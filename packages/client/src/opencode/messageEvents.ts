import type { Message, Part, RunEvent, ToolPart } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { addedTo } from "../state/index.ts";
import type { JsonObject } from "./readers.ts";
import { changedFields, object, text } from "./readers.ts";
import { summaryDiffEvents, toolDiffEvents } from "./toDiffs.ts";
import { toMessage } from "./toMessage.ts";
import { outputOf, toPart } from "./toPart.ts";

/** What `message.updated` changes. */
export function messageEvents(state: RunState, info: JsonObject, directory: string): readonly RunEvent[] {
  const message = toMessage(info);
  if (message === undefined) return [];
  const isRoot = message.sessionId === state.sessionId;
  const before = state.messages.get(message.id);
  const events: RunEvent[] = [];
  if (before === undefined) events.push({ type: "message.set", message });
  else {
    const { id, sessionId: _s, role: _r, ...fields } = message;
    const patch = changedFields<Partial<Message>>(before, fields);
    if (patch !== undefined) events.push({ type: "message.patch", id, patch });
  }
  if (isRoot && message.role === "assistant") events.push(...modelEvents(state, message));
  if (isRoot && message.role === "user") events.push(...summaryDiffEvents(state, object(info, "summary"), directory));
  return events;
}

function modelEvents(state: RunState, message: Message): readonly RunEvent[] {
  if (message.isSummary === true) return [];
  const { modelID, providerID, agent } = message;
  const patch = changedFields<Partial<RunState>>(state, {
    ...(modelID === undefined ? {} : { modelID }),
    ...(providerID === undefined ? {} : { providerID }),
    ...(agent === undefined ? {} : { agent }),
  });
  return patch === undefined ? [] : [{ type: "run.patch", patch }];
}

/** What `message.part.updated` changes: OpenCode repeats whole parts, the result says only what is new. */
export function partEvents(state: RunState, raw: JsonObject, directory: string): readonly RunEvent[] {
  const part = toPart(raw, directory);
  if (part === undefined || !state.messages.has(part.messageId)) return [];
  const before = state.parts.get(part.id);
  if (before !== undefined && isOutdated(before, part)) return [];
  const events: RunEvent[] = [];
  if (before === undefined || before.type !== part.type) events.push({ type: "part.set", part });
  else events.push(...patchEvents(before, part));
  if (part.type === "tool") {
    events.push(...outputEvents(before, part.id, outputOf(raw)));
    if (before?.type !== "tool" || before.status !== part.status) {
      events.push(...toolDiffEvents(state, part, raw, directory));
    }
  }
  return events;
}

/**
 * OpenCode's record may have been read a moment before the last live event: what has ended does not run again, and a
 * text that is still written does not get shorter.
 */
function isOutdated(before: Part, part: Part): boolean {
  if (before.type === "tool" && part.type === "tool") return hasToolEnded(before) && !hasToolEnded(part);
  if (!("text" in before) || !("text" in part) || part.endedAt !== undefined) return false;
  return part.text.length < before.text.length && before.text.startsWith(part.text);
}

function hasToolEnded(part: ToolPart): boolean {
  return part.status === "completed" || part.status === "error";
}

function patchEvents(before: Part, part: Part): readonly RunEvent[] {
  const { id, messageId: _m, sessionId: _s, type: _t, ...fields } = part;
  if ("output" in fields) return patched(id, before, omitOutput(fields));
  if (!("text" in fields) || !("text" in before)) return patched(id, before, fields);
  const { text: whole, ...others } = fields;
  const added = whole.startsWith(before.text) ? whole.slice(before.text.length) : undefined;
  if (added === undefined) return patched(id, before, fields);
  const events: RunEvent[] = added === "" ? [] : [{ type: "part.append", id, text: added }];
  return [...events, ...patched(id, before, others)];
}

function omitOutput<T extends { readonly output: unknown }>(fields: T): Omit<T, "output"> {
  const { output: _, ...others } = fields;
  return others;
}

function patched(id: string, before: object, fields: object): readonly RunEvent[] {
  const patch = changedFields(before as { [key: string]: unknown }, fields as { [key: string]: unknown });
  return patch === undefined ? [] : [{ type: "part.patch", id, patch }];
}

function outputEvents(before: Part | undefined, id: string, output: string): readonly RunEvent[] {
  if (before?.type !== "tool") return output === "" ? [] : [{ type: "part.append", id, text: output }];
  const added = addedTo(before.output, output);
  if (added === undefined) return [{ type: "output.set", id, text: output }];
  return added === "" ? [] : [{ type: "part.append", id, text: added }];
}

/** What `message.part.delta` changes. */
export function deltaEvents(state: RunState, properties: JsonObject): readonly RunEvent[] {
  const id = text(properties, "partID");
  const delta = text(properties, "delta");
  if (id === undefined || delta === undefined || delta === "") return [];
  const part = state.parts.get(id);
  // Of a part that is not known yet the first whole update tells all text so far.
  return part?.type === "text" || part?.type === "reasoning" ? [{ type: "part.append", id, text: delta }] : [];
}
