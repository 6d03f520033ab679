import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RecordedAgent } from "../../recordings/RecordedAgent.ts";
import { CONTEXT, foldStream, readRecording, RECORDINGS, startedRun } from "../../recordings/readRecording.ts";
import { expectSame } from "../../tests/expectToShow.ts";
import type { OpenCodeEvent } from "../opencode/index.ts";
import { object, openTextIds, reconcile, repairedTextIds, text } from "../opencode/index.ts";
import type { RunState } from "../state/index.ts";
import { reduceRunAll, selectAsked, selectDiffs } from "../state/index.ts";
import type { ReadOptions } from "./readRecord.ts";
import { readRecord } from "./readRecord.ts";

const ALL = RECORDINGS.map(readRecording);

/** Asks the agent what it has done and repairs the fold, as a run's supervisor does after a lost stream or at its end. */
async function repaired(
  state: RunState,
  agent: RecordedAgent,
  sessionId: string,
  scope: ReadOptions["scope"],
  tornParts = new Set<string>(),
): Promise<RunState> {
  for (const id of openTextIds(state)) tornParts.add(id);
  const { record } = await readRecord(agent.api, { sessionId, afterMessageId: undefined, before: state, scope });
  const missing = reconcile(state, record, { ...CONTEXT, isFinal: scope === "whole" });
  for (const id of repairedTextIds(missing)) tornParts.add(id);
  return reduceRunAll(state, missing);
}

/** What events alone tell and no record keeps: where a diff is from, how often unknown events came, a run's error. */
function comparable(state: RunState): RunState {
  const { error: _, ...others } = state;
  const diffs = selectDiffs(state).map((diff) => ({ ...diff, source: "summary" as const }));
  const unknown = { counts: {}, samples: {} };
  // OpenCode keeps no record of how a request ended.
  const answered: RunState["answered"] = [];
  return { ...withNames(others), retry: others.retry ?? null, diffs, diffsBefore: [], answered, unknown };
}

/** An answer whose prompt came late names its agent and model itself; it says the same. */
function withNames(state: RunState): RunState {
  let { messages } = state;
  for (const message of state.messages) messages = messages.set({ ...message, ...selectAsked(state, message) });
  return { ...state, messages };
}

async function uninterrupted(sessionId: string, events: readonly OpenCodeEvent[]): Promise<RunState> {
  const state = foldStream(startedRun(sessionId), events);
  return repaired(state, new RecordedAgent(events), sessionId, "whole");
}

describe.each(ALL)("the recorded run $name", ({ sessionId, events }) => {
  it("agrees with what the agent says at its end", async () => {
    const state = foldStream(startedRun(sessionId), events);
    const { record } = await readRecord(new RecordedAgent(events).api, {
      sessionId,
      afterMessageId: undefined,
      before: state,
      scope: "whole",
    });
    expect(reconcile(state, record, CONTEXT)).toEqual([]);
  });

  it("converges after the loss of any slice of the stream, with nothing lost", async () => {
    const final = await uninterrupted(sessionId, events);
    const whole = comparable(final);
    const texts = wholeTexts(events);
    const slice = fc.tuple(fc.nat({ max: events.length }), fc.nat({ max: events.length }));
    await fc.assert(
      fc.asyncProperty(slice, async ([a, b]) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const tornParts = new Set<string>();
        let state = foldStream(startedRun(sessionId), events.slice(0, from));
        state = await repaired(state, new RecordedAgent(events.slice(0, to)), sessionId, "changed", tornParts);
        for (const event of events.slice(to)) {
          state = foldStream(state, [event], { tornParts });
          expectNoHoles(state, texts);
        }
        expectSame(comparable(await repaired(state, new RecordedAgent(events), sessionId, "whole")), whole);
      }),
      { numRuns: 40 },
    );
  });

  it("is whole again before its end: the transcript needs no second look", async () => {
    const slice = fc.tuple(fc.nat({ max: events.length }), fc.nat({ max: events.length }));
    await fc.assert(
      fc.asyncProperty(slice, async ([a, b]) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const agent = new RecordedAgent(events.slice(0, to));
        const state = await repaired(
          foldStream(startedRun(sessionId), events.slice(0, from)),
          agent,
          sessionId,
          "changed",
        );
        expect(transcript(state)).toEqual(transcript(foldStream(startedRun(sessionId), events.slice(0, to))));
      }),
      { numRuns: 20 },
    );
  });
});

/** Every text at its end, those that were removed later too. */
function wholeTexts(events: readonly OpenCodeEvent[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { type, properties } of events) {
    const part = object(properties, "part");
    const whole = text(part, "text");
    if (type === "message.part.updated" && whole !== undefined) texts.set(text(part, "id") ?? "", whole);
  }
  return texts;
}

/** Whatever was lost, a text is shown from its start without a gap. */
function expectNoHoles(state: RunState, texts: ReadonlyMap<string, string>): void {
  for (const id of openTextIds(state)) {
    const part = state.parts.get(id);
    const shown = part !== undefined && "text" in part ? part.text : "";
    expect((texts.get(id) ?? "").slice(0, shown.length)).toBe(shown);
  }
}

/** Less the texts that are written at the moment, of which the agent's record has nothing. */
function transcript(state: RunState): unknown {
  const open = new Set(openTextIds(state));
  return {
    messages: [...withNames(state).messages].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    parts: [...state.parts].filter(({ id }) => !open.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    pending: state.pending,
    todos: state.todosBySession,
  };
}

describe("a repair", () => {
  it("asks for what may have changed, not for the whole run", async () => {
    const { sessionId, events } = readRecording("hello");
    const agent = new RecordedAgent(events);
    for (let i = 0; i < 400; i++) {
      const id = `msg_z${String(i).padStart(5, "0")}`;
      const info = { id, sessionID: sessionId, role: "assistant", time: { created: i, completed: i } };
      agent.does({ type: "message.updated", properties: { sessionID: sessionId, info } });
    }
    const complete = await repaired(startedRun(sessionId), agent, sessionId, "whole");
    expect(complete.messageCount).toBe(402);
    agent.requests.length = 0;
    await repaired(complete, agent, sessionId, "changed");
    expect(agent.requests).toEqual(["messages 10", "message"]);
  });

  it("takes away what the agent no longer has, and nothing that came after it was asked", async () => {
    const { sessionId, events } = readRecording("hello");
    const before = foldStream(startedRun(sessionId), events);
    const { record } = await readRecord(new RecordedAgent().api, {
      sessionId,
      afterMessageId: undefined,
      before,
      scope: "changed",
    });
    const info = { id: "msg_zzz", sessionID: sessionId, role: "user", time: { created: 1 } };
    const now = foldStream(before, [{ type: "message.updated", properties: { sessionID: sessionId, info } }]);
    expect([...reduceRunAll(now, reconcile(now, record, CONTEXT)).messages].map(({ id }) => id)).toEqual(["msg_zzz"]);
  });
});
