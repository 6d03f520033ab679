import type { CommandResult, ReplyToPermissionCommand } from "../../protocol/index.ts";
import { answerOnce } from "./answerOnce.ts";
import type { CommandContext } from "./CommandContext.ts";

export async function replyToPermission(
  context: CommandContext,
  { requestId, reply, message }: ReplyToPermissionCommand,
): Promise<CommandResult<"replyToPermission">> {
  await answerOnce(context, requestId, { reply, message }, () =>
    context.runs.answer(requestId, ({ api }) => api.replyToPermission(requestId, reply, message)),
  );
  return { reply };
}
