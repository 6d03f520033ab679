import type { CommandResult, StopCommand } from "@opencode-kit/client/protocol";
import type { CommandContext } from "./CommandContext.ts";

export function stop({ runs }: CommandContext, { runId }: StopCommand): CommandResult<"stop"> {
  return { status: runs.stop(runId) };
}
