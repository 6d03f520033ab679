import type { CommandResult, SubmitCommand } from "../../protocol/index.ts";
import type { CommandContext } from "./CommandContext.ts";

export function submit({ runs }: CommandContext, command: SubmitCommand): CommandResult<"submit"> {
  return runs.submit(command);
}
