import type { CommandResult, RejectQuestionCommand } from "../../protocol/index.ts";
import { answerOnce } from "./answerOnce.ts";
import type { CommandContext } from "./CommandContext.ts";

export async function rejectQuestion(
  context: CommandContext,
  { requestId }: RejectQuestionCommand,
): Promise<CommandResult<"rejectQuestion">> {
  await answerOnce(context, requestId, "reject", () =>
    context.runs.answer(requestId, ({ api }) => api.rejectQuestion(requestId)),
  );
  return { rejected: true };
}
