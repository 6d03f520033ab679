import { describe, expect, it } from "vitest";
import { digest, journal } from "../../recordings/digest.ts";
import {
  CONTEXT,
  foldStream,
  readRecording,
  RECORDINGS,
  runEventsOf,
  startedRun,
} from "../../recordings/readRecording.ts";
import { reduceRunAll } from "../state/index.ts";
import { reconcile } from "./reconcile.ts";
import { toRunEvents } from "./toRunEvents.ts";

const ALL = RECORDINGS.map(readRecording);

describe.each(ALL)("recording $name", ({ name, sessionId, events }) => {
  const final = foldStream(startedRun(sessionId), events);

  it("folds to what the agent did", async () => {
    const lines = [...digest(final), "on the way:", ...journal(runEventsOf(startedRun(sessionId), events))];
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`../../recordings/expected/${name}.txt`);
  });

  it("says nothing twice: whole entities that are repeated change nothing", () => {
    const again = events
      .filter(({ type }) => type === "todo.updated" || type === "session.updated")
      .flatMap((event) => toRunEvents(final, events.findLast(({ type }) => type === event.type) ?? event, CONTEXT));
    expect(again).toEqual([]);
  });

  it("has nothing of other sessions", () => {
    const other = startedRun("ses_other");
    expect(events.flatMap((event) => toRunEvents(other, event, CONTEXT))).toEqual([]);
  });

  it("knows every event of its session", () => {
    expect(final.unknown.counts).toEqual({});
    expect(final.skippedEvents).toBe(0);
  });
});

describe.each(ALL.filter(({ record }) => record !== undefined))("OpenCode's own record of $name", (recording) => {
  it("agrees with the fold of the stream", () => {
    const { sessionId, events, record } = recording;
    const before = foldStream(startedRun(sessionId), events.slice(0, record?.at));
    const final = foldStream(startedRun(sessionId), events);
    expect(reconcile(final, { messages: [], ...record, before }, CONTEXT)).toEqual([]);
  });
});

describe("live output", () => {
  it("sends what was added, not the whole output again", () => {
    const { sessionId, events } = readRecording("bash_long_nonzero");
    let state = startedRun(sessionId);
    let sent = "";
    for (const event of events) {
      const changes = toRunEvents(state, event, CONTEXT);
      for (const change of changes) {
        expect(change.type).not.toBe("output.set");
        if (change.type === "part.append" && state.parts.get(change.id)?.type === "tool") sent += change.text;
      }
      state = reduceRunAll(state, changes);
    }
    expect(sent).toBe(Array.from({ length: 12 }, (_, i) => `line ${i + 1}\n`).join("") + sent.slice(87));
    expect(sent).toHaveLength(92);
  });
});
