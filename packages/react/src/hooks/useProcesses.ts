import type { ProcessInfo } from "@opencode-kit/client/protocol";
import type { RoomState, RunState } from "@opencode-kit/client/state";
import { selectProcess } from "@opencode-kit/client/state";
import { useMemo } from "react";
import { useClientContext } from "../context/ClientContext.ts";
import { isSameList } from "../lib/isSameList.ts";
import { useStore } from "../lib/useStore.ts";

export type UseProcessesOptions = {
  /** The run whose commands are listed. Default: none, only what else runs in the sandbox. */
  readonly runId?: string | undefined;
};

const NO_RUN = { get: () => undefined, subscribe: () => () => undefined };

function selectCommands(state: RunState | undefined): readonly ProcessInfo[] {
  return state?.processIds.flatMap((id) => selectProcess(state, id) ?? []) ?? [];
}

const selectOthers = (room: RoomState): readonly ProcessInfo[] => room.processes;

/**
 * The commands of a run in the order of their start, whether they still run or not, then the terminals and whatever
 * else runs in the sandbox. Renders again when one of them changes, which a command does with its output.
 *
 * @example
 * const running = useProcesses({ runId }).filter(({ status }) => status === "running");
 */
export function useProcesses({ runId }: UseProcessesOptions = {}): readonly ProcessInfo[] {
  const { client } = useClientContext("useProcesses");
  const store = runId === undefined ? NO_RUN : client.run(runId);
  const commands = useStore<RunState | undefined, readonly ProcessInfo[]>(store, selectCommands, isSameList);
  const others = useStore(client.room, selectOthers);
  return useMemo(() => [...commands, ...others], [commands, others]);
}
