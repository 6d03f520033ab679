import type { CommandResult, ReplyToQuestionCommand } from "../../protocol/index.ts";
import { answerOnce } from "./answerOnce.ts";
import type { CommandContext } from "./CommandContext.ts";

export async function replyToQuestion(
  context: CommandContext,
  { requestId, answers }: ReplyToQuestionCommand,
): Promise<CommandResult<"replyToQuestion">> {
  await answerOnce(context, requestId, { answers }, () =>
    context.runs.answer(requestId, ({ api }) => api.replyToQuestion(requestId, answers)),
  );
  return { answered: true };
}
