import type { CommandResult, SubmitCommand } from "@opencode-kit/client/protocol";
import type { CommandContext } from "./CommandContext.ts";

export function submit({ runs }: CommandContext, command: SubmitCommand): CommandResult<"submit"> {
  return runs.submit(command);
}
