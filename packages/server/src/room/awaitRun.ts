import type { RunSummary, Usage } from "@opencode-kit/client/protocol";
import { defined, isRunOver } from "@opencode-kit/client/protocol";
import type { RoomRuns } from "@opencode-kit/client/room";

/** Who waits longer asks again: a call over a stub need not last for ever. In ms. */
const WAIT_MS = 20_000;
const LOOK_MS = 100;

/** A run in short. */
export type RunLine = Pick<RunSummary, "id" | "status" | "sessionId" | "title" | "error" | "outputFile"> & {
  readonly usage: Usage;
  /** Requests that wait for a person. */
  readonly waiting: number;
};

/** A run's line, and a mark to ask for the next one with. */
export type RunNews = { readonly line: RunLine; readonly mark: string };

/** Waits until a run's line is another than that of `mark`, or the run is over. Throws `not_found`. */
export async function awaitRun(runs: RoomRuns, runId: string, mark: string | undefined): Promise<RunNews> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const line = lineOf(runs, runId);
    const news = { line, mark: JSON.stringify(line) };
    if (news.mark !== mark || isRunOver(line.status) || Date.now() > deadline) return news;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function lineOf(runs: RoomRuns, runId: string): RunLine {
  const { id, status, usage, pending, sessionId, title, error, outputFile } = runs.logs.find(runId).state;
  return { id, status, usage, waiting: pending.length, ...defined({ sessionId, title, error, outputFile }) };
}
