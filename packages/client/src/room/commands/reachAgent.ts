import { OpenCodeKitError } from "../../protocol/index.ts";
import type { Agent } from "../../source/index.ts";
import type { RoomRuns } from "../RoomRuns.ts";

/** The agent whose events flow: what is done to a run of it is seen. Throws `agent_unavailable` (retryable). */
export function reachAgent({ agent }: RoomRuns): Agent {
  if (agent !== undefined) return agent;
  const message = "The agent is being reached again. Try once it is back.";
  throw new OpenCodeKitError("agent_unavailable", message, { retryable: true });
}
