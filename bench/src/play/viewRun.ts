import { createOpenCodeClient } from "@opencode-kit/client";
import type { RunState } from "@opencode-kit/client/state";
import { createFakeTransport } from "@opencode-kit/client/testing";
import { stopwatch } from "../lib/stopwatch.ts";
import { RUN_ID } from "./createRoom.ts";

export type Viewed = {
  readonly state: RunState;
  /** CPU time of the client for all frames, in ms. */
  readonly ms: number;
  readonly frames: number;
  /** How often the store told its listener. */
  readonly notifications: number;
};

/** A viewer that follows a run through the real client; the transport is a fake one that hands over the given texts. */
export function viewRun(texts: readonly string[]): Viewed {
  const { transport, sendsRaw } = createFakeTransport();
  const client = createOpenCodeClient({ transport });
  const store = client.run(RUN_ID);
  let notifications = 0;
  store.subscribe(() => notifications++);
  const frames = texts.filter((text) => text.startsWith(`["`));
  for (const text of texts) if (!text.startsWith(`["`)) sendsRaw(text);
  notifications = 0;
  const elapsed = stopwatch();
  for (const text of frames) sendsRaw(text);
  const ms = elapsed();
  const { unknownMessages, skippedEvents } = client.stats();
  if (store.status.get().phase !== "live" || unknownMessages + skippedEvents > 0) {
    throw new Error(`A viewer could not use ${unknownMessages} messages and ${skippedEvents} events.`);
  }
  const state = store.get();
  client.dispose();
  return { state, ms, frames: frames.length, notifications };
}
