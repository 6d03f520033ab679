import { expect } from "vitest";
import type { RunEvent } from "../src/protocol/index.ts";
import { decodeServerMessage } from "../src/protocol/index.ts";
import { ChannelLog } from "../src/room/ChannelLog.ts";
import type { LogStore } from "../src/room/LogStore.ts";
import { createRunFold } from "../src/room/runFold.ts";
import { storeOutputs } from "../src/room/storeOutputs.ts";
import type { RunState } from "../src/state/index.ts";
import { reduceRunAll, toRunSnapshot } from "../src/state/index.ts";
import { expectSame, expectToShow } from "./expectToShow.ts";
import type { View } from "./viewLog.ts";
import { viewed } from "./viewLog.ts";

/**
 * The law of a channel: folding any batching of its events gives the log's state; what the log sends, from any event at
 * any moment, brings a viewer to it; repeated frames change nothing; a log that is read from its store is the same.
 * `choices` says where batches end and who resumes from where.
 */
export function runLogLaws(
  start: RunState,
  events: readonly RunEvent[],
  choices: Iterator<number>,
  store: LogStore,
): void {
  const choose = (): number => choices.next().value as number;
  const open = (): ChannelLog<RunState, RunEvent> =>
    new ChannelLog(
      "run:r",
      createRunFold(start, (stored, state) => storeOutputs(store.outputs, "run:r", stored, state)),
      store,
    );
  let log = open();
  const atStart: View = { state: start, seq: 0, isWindowed: false };
  const numbered: RunEvent[] = [];
  let first = atStart;
  const others: View[] = [];

  for (let at = 0; at < events.length;) {
    const size = 1 + choose() * 2;
    const batch = events.slice(at, at + size);
    at += size;
    // In pieces, as OpenCode's events bring them.
    for (let i = 0; i < batch.length; i += 2) log.append(batch.slice(i, i + 2));
    const frame = log.flush();
    if (frame === undefined) continue;
    first = viewed(first, [frame, ...(choose() === 0 ? [frame] : [])]);
    for (const [i, view] of others.entries()) others[i] = viewed(view, [frame]);
    const decoded = decodeServerMessage(frame)?.message;
    if (decoded?.type === "frame") numbered.push(...(decoded.events as readonly RunEvent[]));

    if (choose() === 0) others.push(viewed(atStart, log.resume(undefined)));
    if (choose() === 0) {
      const seq = (choose() * 131 + choose()) % (numbered.length + 1);
      const known: View = { state: reduceRunAll(start, numbered.slice(0, seq)), seq, isWindowed: false };
      check(viewed(known, log.resume({ epoch: log.epoch, seq })), log.state);
    }
    if (choose() === 0) log.rest();
    if (choose() === 0) {
      const before = log.state;
      log = open();
      if (choose() < 5) check(viewed(atStart, log.resume(undefined)), before);
      expectSame(log.state, before);
    }
  }

  const whole = reduceRunAll(start, events);
  expectSame(log.state, whole);
  expectSame(first.state, whole);
  expect(toRunSnapshot(first.state)).toEqual(toRunSnapshot(whole));
  for (const view of others) check(view, whole);
}

function check(view: View, whole: RunState): void {
  if (view.isWindowed) expectToShow(view.state, whole);
  else expectSame(view.state, whole);
}
