import { isRunOver } from "@opencode-kit/client/protocol";
import type { RoomRuns } from "@opencode-kit/client/room";
import type { OpenCodeRunOutput, RoomState } from "@opencode-kit/client/state";
import { toRunOutput } from "@opencode-kit/client/state";

/** Snapshots follow each other no faster than this, in ms. */
const THROTTLE_MS = 200;

/** Wakes those who wait for the next frame of any channel. */
export class FrameSignal {
  #waiting: (() => void)[] = [];

  readonly fire = (): void => {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  };

  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/**
 * A run's snapshots: one at once, then one whenever something has changed, and the last one when the run is over. Who
 * reads slowly gets fewer.
 */
export async function* followRun(
  runId: string,
  { runs, room, frames }: { readonly runs: RoomRuns; readonly room: () => RoomState; readonly frames: FrameSignal },
): AsyncGenerator<OpenCodeRunOutput, void, void> {
  let shown: OpenCodeRunOutput | undefined;
  for (;;) {
    const state = runs.logs.get(runId)?.state;
    if (state === undefined) return;
    const next = frames.next();
    const output = toRunOutput(state, { processes: room().processes });
    if (output !== shown) yield (shown = output);
    if (isRunOver(state.status)) return;
    await Promise.all([next, new Promise((resolve) => setTimeout(resolve, THROTTLE_MS))]);
  }
}
