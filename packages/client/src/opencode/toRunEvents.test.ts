import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../protocol/index.ts";
import { fromRunSnapshot, reduceRunAll, toRunSnapshot } from "../state/index.ts";
import { CONTEXT, digest, foldStream, readRecording, startedRun } from "../../recordings/readRecording.ts";
import type { RunState } from "../state/index.ts";
import type { OpenCodeEvent } from "./OpenCodeEvent.ts";
import { reconcile } from "./reconcile.ts";
import { toRunEvents } from "./toRunEvents.ts";

const ALL = readdirSync(new URL("../../recordings", import.meta.url))
  .filter((file) => file.endsWith(".jsonl") && !file.startsWith("event_scope"))
  .map((file) => ({ name: file.replace(".jsonl", ""), ...readRecording(file.replace(".jsonl", "")) }));

describe.each(ALL)("recording $name", ({ name, sessionId, events }) => {
  const final = foldStream(startedRun(sessionId), events);

  it("folds to what the agent did", async () => {
    await expect(`${digest(final).join("\n")}\n`).toMatchFileSnapshot(`../../recordings/expected/${name}.txt`);
  });

  it("gives an equal state through its snapshot", () => {
    const json = JSON.stringify(toRunSnapshot(final));
    expect(JSON.stringify(toRunSnapshot(fromRunSnapshot(JSON.parse(json))))).toBe(json);
  });

  it("says nothing twice: whole entities that are repeated change nothing", () => {
    const again: RunEvent[] = [];
    for (const event of events) {
      if (event.type === "message.part.updated" || event.type === "message.updated") continue;
      if (event.type === "todo.updated" || event.type === "session.updated") {
        again.push(...toRunEvents(final, events.findLast((other) => other.type === event.type) ?? event, CONTEXT));
      }
    }
    expect(again).toEqual([]);
  });

  it("has nothing of other sessions", () => {
    const other = startedRun("ses_other");
    const leaked = events.flatMap((event) => toRunEvents(other, event, CONTEXT));
    expect(leaked.filter((event) => event.type !== "file.edited")).toEqual([]);
  });
});

describe.each(ALL.filter(({ record }) => record !== undefined))("OpenCode's own record of $name", (recording) => {
  const { sessionId, events } = recording;
  const record = recording.record ?? { messages: [] };
  const final = foldStream(startedRun(sessionId), events);

  it("agrees with the fold of the stream", () => {
    expect(reconcile(final, record, CONTEXT)).toEqual([]);
  });

  it("leaves nothing to repair after a repair, wherever the stream was lost", () => {
    for (const partial of withLosses(sessionId, events)) {
      const repaired = reduceRunAll(partial, reconcile(partial, record, CONTEXT));
      expect(reconcile(repaired, record, CONTEXT)).toEqual([]);
    }
  });
});

/** Some recordings read the record before the last events of the stream. */
const COMPLETE = ALL.filter(({ sessionId, events, record }) => {
  const fromRecord = reconcile(startedRun(sessionId), record ?? { messages: [] }, CONTEXT);
  const repaired = reduceRunAll(startedRun(sessionId), fromRecord);
  return messageTexts(repaired).join() === messageTexts(foldStream(startedRun(sessionId), events)).join();
});

describe.each(COMPLETE)("OpenCode's whole record of $name", ({ sessionId, events, record }) => {
  it("brings back everything that was lost", () => {
    const whole = messageTexts(foldStream(startedRun(sessionId), events));
    for (const partial of withLosses(sessionId, events)) {
      const repaired = reduceRunAll(partial, reconcile(partial, record ?? { messages: [] }, CONTEXT));
      expect(messageTexts(repaired)).toEqual(whole);
    }
  });
});

/** The fold of the stream with twelve events lost, at each third event. */
function* withLosses(sessionId: string, events: readonly OpenCodeEvent[]): IterableIterator<RunState> {
  for (let lost = 0; lost < events.length; lost += 3) {
    yield foldStream(startedRun(sessionId), [...events.slice(0, lost), ...events.slice(lost + 12)]);
  }
}

function messageTexts(state: ReturnType<typeof startedRun>): readonly string[] {
  return digest(state).filter((line) => line.startsWith(" "));
}

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
