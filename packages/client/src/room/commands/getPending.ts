import type { CommandResult, GetPendingCommand } from "../../protocol/index.ts";
import type { CommandContext } from "./CommandContext.ts";

export function getPending({ runs }: CommandContext, { requestId }: GetPendingCommand): CommandResult<"getPending"> {
  return { request: runs.logs.findPending(requestId) };
}
