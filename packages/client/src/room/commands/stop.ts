import type { CommandResult, StopCommand } from "../../protocol/index.ts";
import type { CommandContext } from "./CommandContext.ts";

export function stop({ runs }: CommandContext, { runId }: StopCommand): CommandResult<"stop"> {
  return { status: runs.stop(runId) };
}
