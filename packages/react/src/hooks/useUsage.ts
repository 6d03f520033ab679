import type { Usage } from "@opencode-kit/client/protocol";
import type { RoomState, RunState } from "@opencode-kit/client/state";
import type { ReadableStore } from "@opencode-kit/client";
import { useClientContext } from "../context/ClientContext.ts";
import { useStore } from "../lib/useStore.ts";

export type UseUsageOptions = {
  /** The run that is meant, its subagents included. Default: all runs of the room, those included that it has forgotten. */
  readonly runId?: string | undefined;
};

const selectUsage = ({ usage }: { readonly usage: Usage }): Usage => usage;

/**
 * Tokens as the provider counts them, and cost in US dollars.
 *
 * @example
 * const { cost } = useUsage({ runId });
 */
export function useUsage({ runId }: UseUsageOptions = {}): Usage {
  const { client } = useClientContext("useUsage");
  const store: ReadableStore<RunState | RoomState> = runId === undefined ? client.room : client.run(runId);
  return useStore(store, selectUsage);
}
