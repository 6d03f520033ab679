import type { CommandResult, GetPendingCommand } from "../../protocol/index.ts";
import { OpenCodeKitError } from "../../protocol/index.ts";
import type { CommandContext } from "./CommandContext.ts";

export function getPending({ runs }: CommandContext, { requestId }: GetPendingCommand): CommandResult<"getPending"> {
  const waiting = runs.logs.findWaiting(requestId);
  if (waiting === undefined) throw new OpenCodeKitError("request_gone", "This request is no longer open.");
  return { request: waiting.request };
}
