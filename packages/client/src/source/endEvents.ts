import type { RunEvent, RunStatus, WireError } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { selectMessageIds } from "../state/index.ts";

export const INTERRUPTED: WireError = {
  code: "agent_died",
  message: "The agent stopped while it worked. What it did so far is kept; send the prompt again to go on.",
  retryable: true,
};

/** The session went back to before the prompt, with its sandbox. */
export const PROMPT_LOST: WireError = {
  code: "session_lost",
  message: "The session does not have this prompt any more, nor what came of it. Send it again to go on.",
  retryable: true,
};

export type Ending = { readonly error: WireError | undefined; readonly isStopping: boolean };

/** The events that end a run: nothing waits or runs any more, and the status says how it went. */
export function endEvents(state: RunState, now: number, { error, isStopping }: Ending): readonly RunEvent[] {
  const cause = error ?? state.error ?? lastMessageError(state);
  const isInterrupted = cause?.code === "interrupted";
  // A stop is one only where the agent was heard to rest, and where a person asked for it.
  const isStopped = isStopping && cause?.code !== "agent_unavailable" && cause?.code !== "budget_exceeded";
  const status: RunStatus =
    isStopped || isInterrupted || wasRefused(state) ? "aborted" : cause === undefined ? "complete" : "error";
  return [
    ...closingEvents(state, now),
    {
      type: "run.patch",
      patch: {
        status,
        endedAt: now,
        ...(state.retry ? { retry: null } : {}),
        ...(status === "error" && cause !== undefined ? { error: cause } : {}),
      },
    },
  ];
}

/** The events that end a run which only shows what its session has, however that went. */
export function copiedEvents(state: RunState, now: number): readonly RunEvent[] {
  return [...closingEvents(state, now), { type: "run.patch", patch: { status: "complete", endedAt: now } }];
}

function closingEvents(state: RunState, now: number): readonly RunEvent[] {
  return [
    ...state.pending.map(({ id }): RunEvent => ({ type: "pending.remove", id, outcome: "gone" })),
    // A tool that was cut off says "running" in OpenCode's record for ever.
    ...state.runningToolIds.map((id): RunEvent => ({
      type: "part.patch",
      id,
      patch: { status: "error", error: "Interrupted.", endedAt: now },
    })),
  ];
}

function lastMessageError(state: RunState): WireError | undefined {
  return state.messages.get(selectMessageIds(state).at(-1) ?? "")?.error;
}

/** A person refused a permission without a word for the agent, so it stopped where it was. */
function wasRefused(state: RunState): boolean {
  const message = state.messages.get(selectMessageIds(state).at(-1) ?? "");
  const part = state.parts.get(message?.partIds.findLast((id) => state.parts.get(id)?.type === "tool") ?? "");
  return part?.type === "tool" && part.status === "error" && /rejected permission/i.test(part.error ?? "");
}
