import type { JsonValue } from "../protocol/index.ts";
import { OpenCodeKitError } from "../protocol/index.ts";
import { startEventPump } from "../source/index.ts";
import { createDirectAgent } from "../transport/createDirectAgent.ts";
import type { RecordArguments } from "./readRecordArguments.ts";
import type { RecordHost } from "./recordRun.ts";

/**
 * Records OpenCode's own event stream, one event a line: `{ t, type, properties }` with `t` in ms since the start. The
 * folder is written as `/workspace`.
 */
export async function recordRaw(asked: RecordArguments, { write, note, signal }: RecordHost): Promise<void> {
  if (!("openCode" in asked)) throw new OpenCodeKitError("bad_request", "--raw needs --open-code.");
  const port = createDirectAgent(asked.openCode);
  const first = await port.openAgent(signal);
  const startedAt = Date.now();
  note(`Recording the events of ${first.directory}. Ctrl-C ends it.`);
  const pump = startEventPump({
    connect: async (stopped) => (await port.openAgent(stopped)).fetch("/event", { signal: stopped }),
    onConnected: () => undefined,
    onLost: () => note("The stream was lost; it is being opened again. The recording has a gap here."),
    onEvent: ({ type, properties }) => {
      const line: JsonValue = { t: Date.now() - startedAt, type, properties };
      write(`${JSON.stringify(line).replaceAll(first.directory, "/workspace")}\n`);
    },
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  pump.stop();
}
