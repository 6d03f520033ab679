import { object, text } from "../opencode/index.ts";
import { OpenCodeKitError } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import type { Agent } from "./AgentLink.ts";
import type { OpenCodeApi } from "./createOpenCodeApi.ts";

/** An aborted agent is idle within 0.2 s as a rule; after this long it is not heard to be, in ms. */
const IDLE_MS = 10_000;
const POLL_MS = 100;

/**
 * OpenCode leaves requests open when it aborts, and a late "once" would still run the tool: they are refused first.
 * Budgets are the room's own.
 */
export async function refusePending(api: OpenCodeApi, { pending }: RunState): Promise<void> {
  for (const { id, kind } of pending) {
    if (kind === "budget") continue;
    const refused = kind === "permission" ? api.replyToPermission(id, "reject", undefined) : api.rejectQuestion(id);
    // One that is gone needs no refusal.
    await refused.catch(() => undefined);
  }
}

/** Breaks off what the agent does in a run's sessions, and waits until it rests. Rejects with `agent_unavailable`. */
export async function quieten({ api }: Agent, state: RunState): Promise<void> {
  const { sessionId } = state;
  if (sessionId === undefined) return;
  await refusePending(api, state);
  await api.abort(sessionId);
  const deadline = Date.now() + IDLE_MS;
  while (text(object(await api.listStatuses(), sessionId), "type") !== undefined) {
    if (Date.now() > deadline) {
      throw new OpenCodeKitError("agent_unavailable", "The agent does not come to rest.", { retryable: true });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
