import type { CommandResult, GetMessagesCommand } from "../../protocol/index.ts";
import { messagePage } from "../../state/index.ts";
import type { CommandContext } from "./CommandContext.ts";

export function getMessages({ runs }: CommandContext, command: GetMessagesCommand): CommandResult<"getMessages"> {
  // Sums of the page count what the viewer has been sent, no more.
  runs.logs.flush();
  return messagePage(runs.logs.find(command.runId).state, command);
}
