import type { Message, Part, RunEvent, ToolPart } from "../protocol/index.ts";
import type { RunMessage, RunState } from "../state/index.ts";
import { defined } from "../protocol/index.ts";
import { selectMessageIds } from "../state/index.ts";
import type { JsonObject } from "./readers.ts";
import { changedFields, object, text } from "./readers.ts";
import type { RunContext } from "./RunContext.ts";
import { diagnosticEvents } from "./toDiagnostics.ts";
import { keptDiffEvents, liveSummaryEvents, toolDiffEvents, toolFileEvents } from "./toDiffs.ts";
import { outputEvents } from "./outputEvents.ts";
import { toMessage } from "./toMessage.ts";
import { toPart } from "./toPart.ts";

/** What `message.updated` changes. */
export function messageEvents(state: RunState, info: JsonObject, context: RunContext): readonly RunEvent[] {
  const whole = toMessage(info);
  if (whole === undefined) return [];
  const message = withoutInherited(state, whole);
  const isRoot = message.sessionId === state.sessionId;
  const before = state.messages.get(message.id);
  const events: RunEvent[] = [];
  if (before === undefined) events.push({ type: "message.set", message });
  else {
    const { id, sessionId: _s, role: _r, ...fields } = message;
    const patch = changedFields<Partial<Message>>(before, fields);
    if (patch !== undefined) {
      // A viewer may not have loaded a message that is done, but it knows the sums.
      const { sessionId, usage, completedAt } = before;
      const was =
        patch.usage === undefined || completedAt === undefined ? {} : { was: { sessionId, ...defined({ usage }) } };
      events.push({ type: "message.patch", id, patch, ...was });
    }
  }
  if (isRoot && message.role === "assistant") events.push(...modelEvents(state, whole));
  const isLive = context.hasSummary !== true && isNewestPrompt(state, message.id);
  if (isRoot && message.role === "user" && isLive)
    events.push(...liveSummaryEvents(state, object(info, "summary"), context));
  return events;
}

/** An answer names its agent and model only where they are not those of its prompt. */
function withoutInherited(state: RunState, message: Message): Message {
  const prompt = message.role === "assistant" ? state.messages.get(message.parentId ?? "") : undefined;
  if (prompt === undefined) return message;
  const { agent, modelID, providerID, ...others } = message;
  const isSame = prompt.agent === agent && prompt.modelID === modelID && prompt.providerID === providerID;
  return isSame ? others : message;
}

/** Whether no later prompt is known. */
export function isNewestPrompt(state: RunState, promptId: string): boolean {
  const ids = selectMessageIds(state);
  for (let i = ids.length - 1; i >= 0; i--) {
    const id = ids[i] ?? "";
    if (id <= promptId) return true;
    if (state.messages.get(id)?.role === "user") return false;
  }
  return true;
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
export function partEvents(state: RunState, raw: JsonObject, context: RunContext): readonly RunEvent[] {
  const { directory } = context;
  const whole = toPart(raw, directory);
  const message = state.messages.get(whole?.messageId ?? "");
  if (whole === undefined || message === undefined) return [];
  const part = withoutFirstUsage(state, message, whole);
  const before = state.parts.get(part.id);
  if (before !== undefined && isOutdated(before, part)) return [];
  const events: RunEvent[] = [];
  if (before === undefined || before.type !== part.type) events.push({ type: "part.set", part });
  else {
    const changes = patchEvents(before, part);
    if (before.type === "tool" && hasToolEnded(before) && changes.length > 0)
      events.push(...keptDiffEvents(state, [part.id]));
    events.push(...changes);
  }
  if (part.type === "tool") {
    events.push(...outputEvents(before, part.id, raw));
    const hasJustEnded = part.status === "completed" && (before?.type !== "tool" || before.status !== part.status);
    if (hasJustEnded) {
      events.push(...toolFileEvents(state, part));
      if (context.hasSummary !== true) events.push(...toolDiffEvents(state, part));
    }
    events.push(...diagnosticEvents(state, object(object(raw, "state"), "metadata"), directory));
  }
  return events;
}

/** The message says the same of its first step. */
function withoutFirstUsage(state: RunState, message: RunMessage, part: Part): Part {
  if (part.type !== "step-finish" || part.usage === undefined) return part;
  const isLater = message.partIds.some((id) => id < part.id && state.parts.get(id)?.type === "step-finish");
  if (isLater) return part;
  const { usage: _, ...others } = part;
  return others;
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

/** What `message.part.delta` changes. */
export function deltaEvents(state: RunState, properties: JsonObject, { tornParts }: RunContext): readonly RunEvent[] {
  const id = text(properties, "partID");
  const delta = text(properties, "delta");
  if (id === undefined || delta === undefined || delta === "" || tornParts?.has(id) === true) return [];
  const part = state.parts.get(id);
  // Of a part that is not known yet the first whole update tells all text so far.
  return part?.type === "text" || part?.type === "reasoning" ? [{ type: "part.append", id, text: delta }] : [];
}
