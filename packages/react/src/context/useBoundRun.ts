import type { RunState } from "@opencode-kit/client/state";
import { useStore } from "../lib/useStore.ts";
import { useOptionalClientContext } from "./ClientContext.ts";
import { useOptionalRunContext } from "./RunContext.ts";

/**
 * A selection of the run with this id, or of the surrounding run.
 *
 * @throws Where there is neither, naming the component and what it needs.
 */
export function useBoundRun<S>(
  consumerName: string,
  runId: string | undefined,
  selector: (state: RunState) => S,
  isEqual?: (a: S, b: S) => boolean,
): S {
  const client = useOptionalClientContext()?.client;
  const run = useOptionalRunContext();
  const store = runId === undefined ? run?.store : client?.run(runId);
  if (store === undefined) {
    throw new Error(
      runId === undefined
        ? `\`${consumerName}\` needs plain data, a \`runId\`, or a surrounding \`RunRoot\`.`
        : `\`${consumerName}\` with a \`runId\` must be used within \`OpenCodeProvider\`.`,
    );
  }
  return useStore(store, selector, isEqual);
}
