import { defined } from "../../protocol/index.ts";
import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import { sessionIdOf } from "../OpenCodeEvent.ts";
import type { JsonObject } from "../readers.ts";
import { count, object, text } from "../readers.ts";
import { messageRemoved, sessionStatus } from "./classicEvents.ts";
import { compactionDelta, compactionEnded, compactionStarted } from "./compactionEvents.ts";
import type { NextSession } from "./NextSession.ts";
import { newSession } from "./NextSession.ts";
import { agentSwitched, modelSwitched, prompted, revertCommitted, synthetic } from "./promptEvents.ts";
import { translateRequest } from "./requestEvents.ts";
import { shellEnded, shellStarted } from "./shellEvents.ts";
import { stepEnded, stepFailed, stepStarted } from "./stepEvents.ts";
import { textDelta, textEnded, textStarted } from "./textEvents.ts";
import { toolCalled, toolFailed, toolInputStarted, toolProgress, toolSuccess } from "./toolEvents.ts";

export type NextTranslator = {
  /**
   * The classic events that say the same: one of the `session.next.*` family becomes any number of them, a request of
   * `permission.v2.*` or `question.v2.*` one, every other event itself. Never throws.
   */
  translate(event: OpenCodeEvent): readonly OpenCodeEvent[];
  /** Whether messages of the session were told by the family: its classic record does not have them. */
  speaksNext(sessionId: string): boolean;
};

type Translate = (session: NextSession, properties: JsonObject, at: number | undefined) => readonly OpenCodeEvent[];

const FAMILY = "session.next.";

/** More than one workspace works on at a time, children included. */
const MAX_SESSIONS = 64;

/**
 * Translates OpenCode's `session.next.*` events to the classic ones, so that both families end in the same state. Feed
 * it every event of a stream, in order; it is cheap for those that it passes on. One translator serves all sessions of
 * a stream and should live as long as the folds that it feeds: events of the family tell only what they add.
 *
 * **Which family a session speaks.** Where classic events tell a session's messages, the family's events would repeat
 * them and are dropped; what was told of the session before that was known is taken back with `message.removed`.
 * Measured on 1.18.33: sessions that are prompted at `/session/{id}` speak classic events only, those prompted at
 * `/api/session/{id}` the family only. Older servers could send both.
 *
 * **Ids.** Prompts, answers, shells and compactions keep the family's message ids. What the family has no id for has
 * one made of the message's id and the part's place: parts (`partId`), the answer to a shell (`….shell`) and to a
 * compaction (`….summary`). So:
 *
 * - A replay gives the same ids, and so does the family's own record (`GET /api/session/{id}/message`): `content[n]` of
 *   an answer there is the part at place n + 1 here. Both hold only for messages that are heard from their first event: a
 *   translator that begins in the middle of one counts its places anew.
 * - The classic record (`GET /session/{id}/message`) does not have these ids. For a session that speaks the family only
 *   it is empty, so a repair from it would remove what it lacks: leave sessions out of it that `speaksNext`. Servers that
 *   wrote both families gave each message two unrelated ids.
 *
 * **What the family does not tell**, and so is missing: idle, when a retry comes, a prompt's `summary.diffs`, titles of
 * tools, tokens of a compaction, an error's kind beyond its text, and whether an answer was aborted between two steps.
 * Todos, sessions and titles come as classic events in any case. Requests keep their ids, but are answered at
 * `/api/session/{id}/permission/{requestID}/reply` and `…/question/{requestID}/reply`.
 */
export function createNextTranslator(): NextTranslator {
  /** Least recently heard of first. */
  const sessions = new Map<string, NextSession>();

  function sessionOf(id: string): NextSession {
    const session = sessions.get(id) ?? newSession(id);
    sessions.delete(id);
    sessions.set(id, session);
    for (const oldest of sessions.keys()) {
      if (sessions.size <= MAX_SESSIONS) break;
      sessions.delete(oldest);
    }
    return session;
  }

  function translate(event: OpenCodeEvent): readonly OpenCodeEvent[] {
    const sessionId = sessionIdOf(event);
    if (sessionId === undefined) return event.type.startsWith(FAMILY) ? [] : [event];
    if (event.type.startsWith(FAMILY)) return translated(sessionOf(sessionId), event);
    if (event.type.startsWith("message.")) return [...classicSeen(sessionOf(sessionId)), event];
    note(event, sessionId);
    return [translateRequest(event) ?? event];
  }

  /** What a classic event says that the family's events build on. */
  function note({ type, properties }: OpenCodeEvent, sessionId: string): void {
    if (type === "session.deleted") sessions.delete(sessionId);
    if (type === "session.created" || type === "session.updated") {
      const session = sessionOf(sessionId);
      agentSwitched(session, object(properties, "info"));
      modelSwitched(session, object(properties, "info"));
    }
    const known = sessions.get(sessionId);
    if (type !== "session.status" || known === undefined) return;
    known.isRetrying = text(object(properties, "status"), "type") === "retry";
  }

  return { translate, speaksNext: (sessionId) => (sessions.get(sessionId)?.told.size ?? 0) > 0 };
}

function translated(session: NextSession, event: OpenCodeEvent): readonly OpenCodeEvent[] {
  // Events that are kept for a replay have a version behind their name: `….text.ended.1`.
  const name = event.type.slice(FAMILY.length).replace(/\.\d+$/, "");
  if (UNTOLD.has(name)) return [];
  const translate = TRANSLATIONS.get(name);
  if (translate === undefined) return [event];
  if (session.isClassic) return [];
  const { properties } = event;
  const events = translate(session, properties, timeOf(properties));
  if (!session.isRetrying || name === "retried" || !WORKING.test(name)) return events;
  session.isRetrying = false;
  return [sessionStatus(session.id, { type: "busy" }), ...events];
}

/** What was told under the family's ids is in the classic messages too, under others. */
function classicSeen(session: NextSession): readonly OpenCodeEvent[] {
  if (session.isClassic) return [];
  const taken = [...session.told].map((id) => messageRemoved(session.id, id));
  session.isClassic = true;
  session.told.clear();
  session.open.clear();
  return taken;
}

/** Milliseconds; the types say a number, the server sends an ISO text. */
function timeOf(properties: JsonObject): number | undefined {
  const number = count(properties, "timestamp");
  if (number !== undefined) return number;
  const parsed = Date.parse(text(properties, "timestamp") ?? "");
  return Number.isNaN(parsed) ? undefined : parsed;
}

function retried(session: NextSession, properties: JsonObject): readonly OpenCodeEvent[] {
  session.isRetrying = true;
  const attempt = count(properties, "attempt");
  const message = text(object(properties, "error"), "message");
  return [sessionStatus(session.id, { type: "retry", ...defined({ attempt, message }) })];
}

/** After a retry was announced, these say that the model answers again. */
const WORKING = /^(step|text|reasoning|tool)\./;

/** What changes no message, or says again what a later event says whole. */
const UNTOLD: ReadonlySet<string> = new Set([
  "moved",
  "prompt.admitted",
  "context.updated",
  "tool.input.delta",
  "tool.input.ended",
  "revert.staged",
  "revert.cleared",
]);

const TRANSLATIONS: ReadonlyMap<string, Translate> = new Map<string, Translate>([
  ["agent.switched", agentSwitched],
  ["model.switched", modelSwitched],
  ["prompted", prompted],
  ["synthetic", synthetic],
  ["shell.started", shellStarted],
  ["shell.ended", shellEnded],
  ["step.started", stepStarted],
  ["step.ended", stepEnded],
  ["step.failed", stepFailed],
  ["text.started", (...event) => textStarted("text", ...event)],
  ["text.delta", (session, properties) => textDelta("text", session, properties)],
  ["text.ended", (...event) => textEnded("text", ...event)],
  ["reasoning.started", (...event) => textStarted("reasoning", ...event)],
  ["reasoning.delta", (session, properties) => textDelta("reasoning", session, properties)],
  ["reasoning.ended", (...event) => textEnded("reasoning", ...event)],
  ["tool.input.started", toolInputStarted],
  ["tool.called", toolCalled],
  ["tool.progress", toolProgress],
  ["tool.success", toolSuccess],
  ["tool.failed", toolFailed],
  ["retried", retried],
  ["compaction.started", compactionStarted],
  ["compaction.delta", compactionDelta],
  ["compaction.ended", compactionEnded],
  ["revert.committed", revertCommitted],
]);
