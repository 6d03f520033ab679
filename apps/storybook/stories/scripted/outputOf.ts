import { runChannel } from "@opencode-kit/client/protocol";
import type { RunEvent } from "@opencode-kit/client/protocol";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import { fromRunSnapshot, reduceRunAll, toRunOutput } from "@opencode-kit/client/state";
import type { Recorded } from "./recorded.ts";

/** What a tool's part in a chat's history has of a recorded run. */
export function outputOf({ runId, recording }: Recorded): OpenCodeRunOutput {
  const channel = runChannel(runId);
  const messages = recording.flatMap(({ message }) =>
    "channel" in message && message.channel === channel ? [message] : [],
  );
  const start = messages.find((message) => message.type === "snapshot");
  if (start === undefined) throw new Error(`The recording has no snapshot of ${runId}.`);
  const events = messages.flatMap((message) => (message.type === "frame" ? message.events : []));
  const state = reduceRunAll(
    fromRunSnapshot(start.state as Parameters<typeof fromRunSnapshot>[0]),
    events as RunEvent[],
  );
  return JSON.parse(JSON.stringify(toRunOutput(state))) as OpenCodeRunOutput;
}
