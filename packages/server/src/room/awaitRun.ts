import { isRunOver } from "@opencode-kit/client/protocol";
import type { RoomRuns } from "@opencode-kit/client/room";
import type { RunLine } from "./toRunLine.ts";
import { toRunLine } from "./toRunLine.ts";

/** Who waits longer asks again: a call over a stub need not last for ever. In ms. */
const WAIT_MS = 20_000;
const LOOK_MS = 100;

/** A run's line, and a mark to ask for the next one with. */
export type RunNews = { readonly line: RunLine; readonly mark: string };

/**
 * Waits until a run's line says something else than that of `mark`, or the run is over. Text that comes is nothing else:
 * the run's channel brings it. Throws `not_found`.
 */
export async function awaitRun(runs: RoomRuns, runId: string, mark: string | undefined): Promise<RunNews> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const line = toRunLine(runs.logs.find(runId));
    const news = { line, mark: JSON.stringify({ ...line, seq: 0 }) };
    if (news.mark !== mark || isRunOver(line.status) || Date.now() > deadline) return news;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
