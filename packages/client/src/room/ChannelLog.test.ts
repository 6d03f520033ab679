import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runLogLaws } from "../../tests/runLogLaws.ts";
import { readRecording, RECORDINGS, runEventsOf, startedRun } from "../../recordings/readRecording.ts";
import { arbitraryRun, START } from "../../tests/arbitraryRun.ts";
import { expectSame, expectToShow } from "../../tests/expectToShow.ts";
import { viewed } from "../../tests/viewLog.ts";
import type { RunEvent } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { initialRunState, reduceRunAll, toRunSnapshot } from "../state/index.ts";
import { ChannelLog } from "./ChannelLog.ts";
import { createMemoryLogStore } from "./createMemoryLogStore.ts";
import type { LogStore } from "./LogStore.ts";
import { createRunFold } from "./runFold.ts";
import { storeOutputs } from "./storeOutputs.ts";

describe("a run's log", () => {
  it("keeps the law for every run, batching and moment", () => {
    fc.assert(
      fc.property(arbitraryRun(), fc.infiniteStream(fc.nat({ max: 9 })), (events, choices) => {
        runLogLaws(START, events, choices, createMemoryLogStore());
      }),
      { numRuns: 150 },
    );
  });

  it("keeps the law for runs that are longer than what a viewer gets when it joins", () => {
    fc.assert(
      fc.property(arbitraryRun(700, 500), fc.infiniteStream(fc.nat({ max: 9 })), (events, choices) => {
        fc.pre(toRunSnapshot(reduceRunAll(START, events)).windowFrom !== undefined);
        runLogLaws(START, events, choices, createMemoryLogStore());
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it.each(RECORDINGS)("keeps the law for the recorded run %s", (name) => {
    const { sessionId, events } = readRecording(name);
    const run = runEventsOf(startedRun(sessionId), events);
    const start = initialRunState({ id: "run", prompt: "go", status: "working", createdAt: 0, sessionId });
    const whole: readonly RunEvent[] = [{ type: "session.set", session: { id: sessionId } }, ...run];
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat({ max: 9 })), (choices) => {
        runLogLaws(start, whole, choices, createMemoryLogStore());
      }),
      { numRuns: 5 },
    );
  });
});

function openLog(initial: RunState, store = createMemoryLogStore()) {
  const fold = createRunFold(initial, (events, state) => storeOutputs(store.outputs, "run:r", events, state));
  return { log: new ChannelLog<RunState, RunEvent>("run:r", fold, store), store };
}

/** A run in which answers of about 200 characters are written, each with a command that prints 2 kB. */
function* answers(count: number): IterableIterator<readonly RunEvent[]> {
  for (let i = 0; i < count; i++) {
    const id = String(i).padStart(6, "0");
    const base = { messageId: `msg_${id}`, sessionId: "ses_root" };
    const output = { head: "", tail: "", chars: 0, bytes: 0 };
    yield [
      { type: "message.set", message: { id: `msg_${id}`, sessionId: "ses_root", role: "assistant", createdAt: i } },
      { type: "part.set", part: { ...base, id: `prt_${id}a`, type: "text", text: "" } },
      { type: "part.append", id: `prt_${id}a`, text: `answer ${i} `.repeat(20) },
      {
        type: "part.set",
        part: {
          ...base,
          id: `prt_${id}b`,
          type: "tool",
          callId: id,
          tool: "bash",
          status: "running",
          input: {},
          output,
          metadata: {},
        },
      },
      { type: "part.append", id: `prt_${id}b`, text: `line ${i}\n`.repeat(200) },
      { type: "part.patch", id: `prt_${id}b`, patch: { status: "completed" } },
      { type: "message.patch", id: `msg_${id}`, patch: { completedAt: i } },
    ];
  }
}

describe("a long run", () => {
  it("is joined with a bounded snapshot that has the newest messages", () => {
    const { log } = openLog(START);
    const sizes = [50, 2_000].map((count) => {
      for (const events of answers(count)) {
        log.append(events);
        log.flush();
      }
      return log.resume(undefined).join("").length;
    });
    expect(sizes[1]).toBeLessThan(256 * 1024);
    expect(sizes[1]).toBeLessThan((sizes[0] ?? 0) * 1.5);
    const { state } = viewed({ state: START, seq: 0, isWindowed: false }, log.resume(undefined));
    expect(state.messageCount).toBe(2_000);
    expect(state.messages.get("msg_001999")).toBeDefined();
    expect(state.messages.get("msg_000000")).toBeUndefined();
  });

  it("is answered with a tail while that is shorter, and with a snapshot when it is not or is gone", () => {
    const { log } = openLog(START);
    const seqs: number[] = [];
    for (const events of answers(3_000)) {
      log.append(events);
      log.flush();
      seqs.push((JSON.parse(log.resume({ epoch: log.epoch, seq: 0 }).at(-1) ?? "{}") as { seq: number }).seq);
    }
    const kinds = (seq: number): string => log.resume({ epoch: log.epoch, seq }).join("").slice(0, 20);
    expect(kinds(seqs.at(-2) ?? 0)).toMatch(/^\["run:r",/);
    expect(kinds(seqs.at(-200) ?? 0)).toContain("snapshot");
    expect(kinds(3)).toContain("snapshot");
    expect(kinds((seqs.at(-1) ?? 0) + 5)).toContain("snapshot");
    expect(log.resume({ epoch: "another", seq: seqs.at(-1) ?? 0 })[0]).toContain(`"snapshot"`);
  });

  it("is joined without reading the run, from its store, and is whole when it is read", () => {
    const { log, store } = openLog(START);
    const events = [...answers(420)];
    for (const each of events) {
      log.append(each);
      log.flush();
    }
    let reads = 0;
    const counting: LogStore = {
      ...store,
      rows: (channel) => {
        reads++;
        return store.rows(channel);
      },
    };
    const cold = (): ChannelLog<RunState, RunEvent> =>
      new ChannelLog(
        "run:r",
        createRunFold(START, () => undefined),
        counting,
      );
    const atStart = { state: START, seq: 0, isWindowed: false };
    const again = cold();
    expectToShow(viewed(atStart, again.resume(undefined)).state, log.state);
    expect(again.resume(undefined)).toHaveLength(3);
    log.rest();
    expect(cold().resume(undefined)).toHaveLength(2);
    expectToShow(viewed(atStart, cold().resume(undefined)).state, log.state);
    expect(reads).toBe(0);
    expectSame(again.state, reduceRunAll(START, events.flat()));
    expect(reads).toBe(1);
  });
});
