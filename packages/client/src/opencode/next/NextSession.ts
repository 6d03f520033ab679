import { defined } from "../../protocol/index.ts";
import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import type { JsonObject } from "../readers.ts";
import { messageUpdated, partUpdated } from "./classicEvents.ts";
import type { PartKind } from "./partId.ts";
import { MAX_PARTS, partId, STEP_START } from "./partId.ts";

/** What the later events of a session build on; each tells only what it adds. */
export type NextSession = {
  readonly id: string;
  /** Told by classic events, so the others only repeat. */
  isClassic: boolean;
  isRetrying: boolean;
  agent: string | undefined;
  /** In the form of a classic user message: `{ providerID, modelID }`. */
  model: JsonObject | undefined;
  /** The last prompt's message, which the answers after it belong to. */
  promptId: string | undefined;
  /** Messages that may still change, oldest first. */
  readonly open: Map<string, NextMessage>;
  /** Ids of the messages that were told, done ones too, oldest first. */
  readonly told: Set<string>;
};

export type NextMessage = {
  readonly id: string;
  readonly sessionId: string;
  /** As the last `message.updated` told it. */
  info: JsonObject;
  /** Its step has said that it ended. */
  hasEnded: boolean;
  /** Commit of the workspace before the step, until the part that carries it was told. */
  stepStart: { readonly snapshot: string | undefined } | undefined;
  /** By kind and the event's own id. */
  readonly parts: Map<string, NextPart>;
  partCount: number;
};

export type NextPart = {
  readonly id: string;
  readonly startedAt: number | undefined;
  isOpen: boolean;
  tool: NextTool | undefined;
};

export type NextTool = {
  readonly callId: string;
  name: string;
  input: JsonObject;
  metadata: JsonObject;
  /** When it began to run. */
  ranAt: number | undefined;
};

/** More are open only if ends were lost. */
const MAX_OPEN = 16;
const MAX_TOLD = 256;

export function newSession(id: string): NextSession {
  return {
    id,
    isClassic: false,
    isRetrying: false,
    agent: undefined,
    model: undefined,
    promptId: undefined,
    open: new Map(),
    told: new Set(),
  };
}

/** A message that the session has not told yet, or undefined: what is done is not told again. */
export function openMessage(session: NextSession, info: JsonObject, id: string): NextMessage | undefined {
  if (session.told.has(id)) return undefined;
  const message: NextMessage = {
    id,
    sessionId: session.id,
    info: { id, sessionID: session.id, ...info },
    hasEnded: false,
    stepStart: undefined,
    parts: new Map(),
    partCount: 0,
  };
  session.open.set(id, message);
  dropOldest(session.open, MAX_OPEN);
  noteTold(session, id);
  return message;
}

/** What has this id is not told again. */
export function noteTold(session: NextSession, id: string): void {
  session.told.add(id);
  dropOldest(session.told, MAX_TOLD);
}

export function forgetIfDone(session: NextSession, message: NextMessage): void {
  if (!message.hasEnded) return;
  for (const part of message.parts.values()) if (part.isOpen) return;
  session.open.delete(message.id);
}

/** The message's `info` with more fields. */
export function withInfo(message: NextMessage, fields: JsonObject): OpenCodeEvent {
  message.info = { ...message.info, ...fields };
  return messageUpdated(message.sessionId, message.info);
}

/**
 * A new part of the message, or undefined if there is one of that name already. Providers count their texts anew when
 * they are asked again, so the same name at another time is another part.
 */
export function openPart(
  message: NextMessage,
  kind: PartKind,
  name: string,
  startedAt: number | undefined,
): NextPart | undefined {
  const known = findPart(message, kind, name);
  if (known !== undefined) {
    if (known.startedAt === undefined || startedAt === undefined || known.startedAt === startedAt) return undefined;
  }
  if (message.partCount >= MAX_PARTS) return undefined;
  message.partCount++;
  const part: NextPart = {
    id: partId(message.id, message.partCount, kind),
    startedAt,
    isOpen: true,
    tool: undefined,
  };
  message.parts.set(`${kind} ${name}`, part);
  return part;
}

export function findPart(message: NextMessage, kind: PartKind, name: string): NextPart | undefined {
  return message.parts.get(`${kind} ${name}`);
}

/** The part as `message.part.updated` tells it, after the one that begins the step. */
export function tellPart(message: NextMessage, id: string, fields: JsonObject): readonly OpenCodeEvent[] {
  const base = { messageID: message.id, sessionID: message.sessionId };
  const events = [partUpdated(message.sessionId, { ...fields, ...base, id })];
  if (message.stepStart === undefined) return events;
  const { snapshot } = message.stepStart;
  message.stepStart = undefined;
  const start = { ...base, id: partId(message.id, STEP_START, "step-start"), type: "step-start" };
  return [partUpdated(message.sessionId, { ...start, ...defined({ snapshot }) }), ...events];
}

function dropOldest(from: Map<string, unknown> | Set<string>, max: number): void {
  for (const key of from.keys()) {
    if (from.size <= max) return;
    from.delete(key);
  }
}
