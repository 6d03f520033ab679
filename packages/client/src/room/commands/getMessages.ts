import type { CommandResult, GetMessagesCommand } from "../../protocol/index.ts";
import { messagePage } from "../../state/index.ts";
import type { CommandContext } from "./CommandContext.ts";

export function getMessages({ runs }: CommandContext, command: GetMessagesCommand): CommandResult<"getMessages"> {
  return messagePage(runs.logs.find(command.runId).state, command);
}
