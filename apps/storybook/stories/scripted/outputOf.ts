import { runChannel } from "@opencode-kit/client/protocol";
import type { RunEvent, RunSnapshot } from "@opencode-kit/client/protocol";
import type { OpenCodeRunOutput, RunState } from "@opencode-kit/client/state";
import { fromRunSnapshot, reduceRun, toRunOutput } from "@opencode-kit/client/state";
import type { Recorded } from "./recorded.ts";

/**
 * What a tool's part in a chat's history has of a recorded run.
 *
 * @param isTaken When the snapshot is taken. Default: at the end.
 */
export function outputOf(
  { runId, recording }: Recorded,
  isTaken: (state: RunState) => boolean = () => false,
): OpenCodeRunOutput {
  const channel = runChannel(runId);
  let state: RunState | undefined;
  for (const { message } of recording) {
    if (!("channel" in message) || message.channel !== channel) continue;
    if (message.type === "snapshot") state = fromRunSnapshot(message.state as RunSnapshot);
    if (message.type !== "frame" || state === undefined) continue;
    for (const event of message.events) {
      state = reduceRun(state, event as RunEvent);
      if (isTaken(state)) return asStored(state);
    }
  }
  if (state === undefined) throw new Error(`The recording has no snapshot of ${runId}.`);
  return asStored(state);
}

function asStored(state: RunState): OpenCodeRunOutput {
  return JSON.parse(JSON.stringify(toRunOutput(state))) as OpenCodeRunOutput;
}
