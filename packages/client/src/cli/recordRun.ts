import { createOpenCodeClient } from "../client/createOpenCodeClient.ts";
import type { OpenCodeClient } from "../client/types.ts";
import { isRunOver, OpenCodeKitError } from "../protocol/index.ts";
import { formatRecording, recordTransport } from "../recording/index.ts";
import { createDirectTransport } from "../transport/createDirectTransport.ts";
import { createPartySocketTransport } from "../transport/createPartySocketTransport.ts";
import type { RecordArguments } from "./readRecordArguments.ts";

/** What comes this long after a run's end belongs to the recording, in ms. */
const AFTER_END_MS = 1_500;

export type RecordHost = {
  write(line: string): void;
  /** For the person at the terminal. */
  note(text: string): void;
  readonly signal: AbortSignal;
};

/** Records the channels `room`, `files` and that of one run, as one viewer gets them. */
export async function recordRun(asked: RecordArguments, { write, note, signal }: RecordHost): Promise<void> {
  const transport =
    "openCode" in asked ? createDirectTransport(asked.openCode) : createPartySocketTransport(asked.room);
  const client = createOpenCodeClient({
    transport: recordTransport(transport, (entry) => write(formatRecording([entry]))),
  });
  try {
    client.room.subscribe(() => undefined);
    client.files.subscribe(() => undefined);
    await until(client, () => client.room.status.get().phase === "live", signal);
    const runId = await chooseRun(client, asked, note, signal);
    if (runId === undefined) return;
    note(`Recording run ${runId}. Ctrl-C ends it.`);
    const run = client.run(runId);
    run.subscribe(() => undefined);
    await until(client, () => run.status.get().phase === "error" || isRunOver(run.get().status), signal);
    const { error } = run.status.get();
    if (error !== undefined) throw OpenCodeKitError.fromWire(error);
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, AFTER_END_MS));
  } finally {
    client.dispose();
  }
}

async function chooseRun(
  client: OpenCodeClient,
  { runId, prompt }: RecordArguments,
  note: RecordHost["note"],
  signal: AbortSignal,
): Promise<string | undefined> {
  if (prompt !== undefined) return (await client.submit({ prompt })).runId;
  if (runId !== undefined) return runId;
  const active = (): string | undefined => client.room.get().runs.findLast(({ status }) => !isRunOver(status))?.id;
  if (active() === undefined) note("Nothing runs in this room; waiting for the next run.");
  await until(client, () => active() !== undefined, signal);
  return active();
}

/** Resolves when it is so, or when the recording is ended. Rejects when the client cannot go on. */
function until(client: OpenCodeClient, isIt: () => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const { status, error } = client.connection.get();
      if (!isIt() && !signal.aborted && status !== "closed") return;
      clearInterval(timer);
      if (status === "closed" && error !== undefined) reject(OpenCodeKitError.fromWire(error));
      else resolve();
    }, 50);
  });
}
