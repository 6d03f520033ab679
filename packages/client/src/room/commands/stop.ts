import type { CommandResult, StopCommand } from "../../protocol/index.ts";
import type { CommandContext } from "./CommandContext.ts";

export function stop({ runs }: CommandContext, { runId, processes = false }: StopCommand): CommandResult<"stop"> {
  return { status: runs.stop(runId, processes) };
}
