import { describe, expect, test } from "vitest";
import { foldStream, readRecording, RECORDINGS, startedRun } from "../../../recordings/readRecording.ts";
import type { Part } from "../../protocol/index.ts";
import type { RunState } from "../index.ts";
import { initialRunState, reduceRunAll, selectDiffs, selectMessageIds } from "../index.ts";
import type { OpenCodeRunOutput } from "./OpenCodeRunOutput.ts";
import { fromRunOutput } from "./fromRunOutput.ts";
import { toRunOutput } from "./toRunOutput.ts";

/** As it comes out of a chat's history. */
function stored(state: RunState): OpenCodeRunOutput {
  return JSON.parse(JSON.stringify(toRunOutput(state))) as OpenCodeRunOutput;
}

function folded(name: string): RunState {
  const { sessionId, events } = readRecording(name);
  return foldStream(startedRun(sessionId), events);
}

/** The run at a few moments on its way, and at its end. */
function momentsOf(name: string): readonly RunState[] {
  const { sessionId, events } = readRecording(name);
  const moments: RunState[] = [];
  let state = startedRun(sessionId);
  const every = Math.max(1, Math.floor(events.length / 8));
  for (const [at, event] of events.entries()) {
    state = foldStream(state, [event]);
    if (at % every === 0) moments.push(state);
  }
  const over = reduceRunAll(state, [{ type: "run.patch", patch: { status: "complete", startedAt: 1, endedAt: 2 } }]);
  return [...moments, state, over];
}

/** What the root session's transcript shows of a part. */
function shown(part: Part): readonly unknown[] {
  switch (part.type) {
    case "text":
    case "reasoning":
      return part.synthetic === true || part.text.trim() === "" ? [] : [[part.type, part.text, part.skipped]];
    case "tool":
      return [
        ["tool", part.callId, part.tool, part.status, part.input, part.title || undefined, part.output],
        [part.metadata, part.attachments, part.startedAt, part.endedAt],
      ];
    case "step-start":
    case "step-finish":
      return [];
    default: {
      const { id: _id, ...rest } = part;
      return [rest];
    }
  }
}

function transcript(state: RunState): readonly unknown[] {
  return selectMessageIds(state).flatMap((id) => {
    const message = state.messages.get(id);
    return message?.partIds.flatMap((partId) => {
      const part = state.parts.get(partId);
      return part === undefined ? [] : shown(part);
    });
  });
}

describe("every recording", () => {
  test.each(RECORDINGS)("%s is the same output again", (name) => {
    for (const state of momentsOf(name)) {
      const output = stored(state);
      expect(toRunOutput(fromRunOutput(output))).toEqual(output);
    }
  });

  test.each(RECORDINGS)("%s shows the same text, tools, states, changes and todos", (name) => {
    for (const state of momentsOf(name)) {
      const back = fromRunOutput(stored(state));
      expect(transcript(back)).toEqual(transcript(state));
      expect(back.todos).toEqual(state.todos);
      expect(selectDiffs(back)).toEqual(selectDiffs(state));
      expect(back.diagnostics).toEqual(state.diagnostics);
      expect(back.pending).toEqual(state.pending);
      expect(back.processIds).toEqual(state.processIds.filter((id) => back.parts.has(id)));
      expect(back.usage).toEqual(state.usage);
    }
  });
});

test("the state of the same output is the same, and what a later output shares with it stays the same", () => {
  const output = toRunOutput(folded("edits_git"));
  const state = fromRunOutput(output);
  expect(fromRunOutput(output)).toBe(state);
  const [first, ...rest] = output.messages;
  if (first === undefined) throw new Error("The recording has no messages.");
  const next = fromRunOutput({ ...output, messages: [{ ...first, parts: [...first.parts] }, ...rest] });
  const changed = [...state.parts].filter((part) => next.parts.get(part.id) !== part);
  expect(changed).toEqual([]);
  const sameMessages = selectMessageIds(state).filter((id) => next.messages.get(id) === state.messages.get(id));
  expect(sameMessages).toEqual(selectMessageIds(state).slice(first.metadata.messageIds.length));
});

test("parts are in the order of their ids, as everywhere", () => {
  for (const name of RECORDINGS) {
    const state = fromRunOutput(toRunOutput(folded(name)));
    for (const { partIds } of state.messages) expect(partIds).toEqual(partIds.toSorted());
  }
});

test("a run that has not begun has a state too", () => {
  const output = toRunOutput(initialRunState({ id: "run_1", prompt: "go", status: "queued", createdAt: 5 }));
  expect(fromRunOutput(output)).toMatchObject({ id: "run_1", status: "queued", sessions: {}, messageCount: 0 });
  expect(toRunOutput(fromRunOutput(output))).toEqual(output);
});
