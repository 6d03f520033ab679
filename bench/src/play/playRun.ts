import type { OpenCodeEvent, RunContext } from "@opencode-kit/client/opencode";
import { createNextTranslator, parseOpenCodeEvent, toRunEvents } from "@opencode-kit/client/opencode";
import type { RunHeader } from "@opencode-kit/client/protocol";
import { createMemoryLogStore } from "@opencode-kit/client/room";
import { ROOT } from "../generate/Workspace.ts";
import type { GeneratedRun, RunShape } from "../generateRun.ts";
import { generateRun } from "../generateRun.ts";
import { stopwatch } from "../lib/stopwatch.ts";
import type { Room } from "./createRoom.ts";
import { createRoom, HELLO, RUN_ID } from "./createRoom.ts";

/** A room sends what has changed this long after the first change, in ms. */
const FRAME_MS = 50;
/** Events that are made and parsed before the clock starts for them. */
const CHUNK = 250;

export type PlayedRun = {
  readonly run: GeneratedRun;
  readonly room: Room;
  /** Events of OpenCode's so far. */
  readonly events: number;
  /** Everything that a viewer got that was there from the start, as the network gives it. */
  readonly texts: readonly string[];
  /** CPU time of the room in ms, without the parsing of OpenCode's JSON, and that of the parsing. */
  readonly ms: number;
  readonly parseMs: number;
  /** UTF-8 bytes of what OpenCode sent. */
  readonly rawBytes: number;
  /** From the first event to the last. */
  readonly durationMs: number;
};

export type PlayOptions = {
  readonly shape: RunShape;
  readonly events: number;
  readonly seed: number;
  /** Sees each event before the room does, at its time in ms since the run began. Not timed. */
  readonly watch?: (event: OpenCodeEvent, at: number) => void;
};

type Arrived = { readonly at: number; readonly event: OpenCodeEvent };

/**
 * Sends a run of OpenCode's events through the room as its object does: each event is mapped against the fold and
 * appended at once; 50 ms after the first change all that has changed is coalesced, stored, encoded once and sent. Time
 * is that of the events, so nothing waits.
 */
export function playRun({ shape, events: count, seed, watch }: PlayOptions): PlayedRun {
  const run = generateRun(shape, seed);
  const header: RunHeader = { id: RUN_ID, prompt: run.prompt, status: "queued", createdAt: 1_795_550_670_900 };
  const sent: string[] = [];
  const room = createRoom(header, createMemoryLogStore(), (text) => sent.push(text));
  sent.push(HELLO, ...room.log.resume(undefined));
  const feed = createFeed(room, run.sessionId);
  let [ms, parseMs, rawBytes, startedAt, endedAt] = [0, 0, 0, 0, 0];
  for (let done = 0; done < count; done += CHUNK) {
    const timed = Array.from({ length: Math.min(CHUNK, count - done) }, () => run.events.next().value);
    if (done === 0) startedAt = timed[0]?.at ?? 0;
    endedAt = timed.at(-1)?.at ?? endedAt;
    const raw = timed.map(({ at, event }) => ({ at, text: JSON.stringify(event) }));
    for (const { text } of raw) rawBytes += Buffer.byteLength(text);
    const parsed = stopwatch();
    const arrived = raw.flatMap(({ at, text }): Arrived[] => {
      const event = parseOpenCodeEvent(text);
      return event === undefined ? [] : [{ at, event }];
    });
    parseMs += parsed();
    if (watch !== undefined) for (const { at, event } of arrived) watch(event, at - startedAt);
    const elapsed = stopwatch();
    for (const { at, event } of arrived) feed.takes(event, at);
    if (done + CHUNK >= count) room.channels.flush();
    ms += elapsed();
  }
  return {
    run,
    room,
    events: count,
    texts: sent.map(asReceived),
    ms,
    parseMs,
    rawBytes,
    durationMs: endedAt - startedAt,
  };
}

/** What the room does with each event of its run. */
export function createFeed({ log, channels }: Room, sessionId: string) {
  const translator = createNextTranslator();
  // What a run's supervisor knows beside the fold.
  const context: RunContext = { directory: ROOT, tornParts: new Set(), diffCache: new Map() };
  let flushAt = Number.POSITIVE_INFINITY;
  log.append([
    { type: "run.patch", patch: { status: "working", startedAt: 1_795_550_671_000, sessionId } },
    { type: "session.set", session: { id: sessionId } },
  ]);
  channels.touch(log);
  return {
    takes: (event: OpenCodeEvent, at: number): void => {
      if (at >= flushAt) {
        channels.flush();
        flushAt = Number.POSITIVE_INFINITY;
      }
      for (const classic of translator.translate(event)) {
        const events = toRunEvents(log.state, classic, context);
        if (events.length === 0) continue;
        log.append(events);
        channels.touch(log);
        flushAt = Math.min(flushAt, at + FRAME_MS);
      }
    },
  };
}

/** A text as it is after a network: flat, and its own. */
function asReceived(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
