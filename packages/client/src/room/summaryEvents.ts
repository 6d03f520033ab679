import type { RoomEvent, RunEvent, RunSummary } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { cutPending, selectOutputFile } from "../state/index.ts";

/** What a change of a run changes in the room's channel: its line in the list, and what waits for a person. */
export function summaryEvents(
  state: RunState,
  events: readonly RunEvent[],
  before: RunState | undefined,
): readonly RoomEvent[] {
  const result: RoomEvent[] = [];
  if (before === undefined || SUMMARY_KEYS.some((key) => before[key] !== state[key])) {
    result.push({ type: "room.run.set", run: summaryOf(state) });
  }
  for (const event of events) {
    if (event.type === "pending.set") {
      result.push({ type: "room.pending.set", runId: state.id, request: cutPending(event.request) });
    } else if (event.type === "pending.remove") {
      const { id, outcome, by, at } = event;
      result.push({ type: "room.pending.remove", id, outcome, ...defined({ by, at }) });
    }
  }
  return result;
}

const SUMMARY_KEYS = [
  "prompt",
  "status",
  "sessionId",
  "title",
  "endedAt",
  "error",
  "outputFile",
  "outputMissing",
  "queue",
  "isReverted",
] as const;

/** A list shows the beginning of a prompt; the line is sent again at each change of the run. */
const PROMPT_CHARS = 300;

function summaryOf(state: RunState): RunSummary {
  const { id, prompt, status, createdAt, sessionId, title, endedAt, error, queue, isReverted } = state;
  const outputFile = selectOutputFile(state);
  return {
    id,
    prompt: prompt.slice(0, PROMPT_CHARS),
    status,
    createdAt,
    ...defined({ sessionId, title, endedAt, error, outputFile, queue, isReverted }),
  };
}
