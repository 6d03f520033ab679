import type {
  CommandResults,
  RejectQuestionCommand,
  ReplyToBudgetCommand,
  ReplyToPermissionCommand,
  ReplyToQuestionCommand,
} from "../../protocol/index.ts";
import { OpenCodeKitError } from "../../protocol/index.ts";
import type { Actor } from "../Actor.ts";
import type { CommandContext } from "./CommandContext.ts";
import { reachAgent } from "./reachAgent.ts";

export async function replyToPermission(
  { runs }: CommandContext,
  { operationId, requestId, reply, message }: ReplyToPermissionCommand,
  actor: Actor,
): Promise<CommandResults["replyToPermission"]> {
  await runs.answers.take({ operationId, requestId, kind: "permission", outcome: reply, actor }, () =>
    reachAgent(runs).api.replyToPermission(requestId, reply, message),
  );
  return { reply };
}

export async function replyToQuestion(
  { runs }: CommandContext,
  { operationId, requestId, answers }: ReplyToQuestionCommand,
  actor: Actor,
): Promise<CommandResults["replyToQuestion"]> {
  const asked = runs.logs.findWaiting(requestId)?.request;
  if (asked?.kind === "question" && asked.questions.length !== answers.length) {
    const count = asked.questions.length;
    throw new OpenCodeKitError("bad_request", `There are ${count} questions: send a list of answers for each.`);
  }
  await runs.answers.take({ operationId, requestId, kind: "question", outcome: "answered", actor }, () =>
    reachAgent(runs).api.replyToQuestion(requestId, answers),
  );
  return { answered: true };
}

export async function rejectQuestion(
  { runs }: CommandContext,
  { operationId, requestId }: RejectQuestionCommand,
  actor: Actor,
): Promise<CommandResults["rejectQuestion"]> {
  await runs.answers.take({ operationId, requestId, kind: "question", outcome: "reject", actor }, () =>
    reachAgent(runs).api.rejectQuestion(requestId),
  );
  return { rejected: true };
}

export async function replyToBudget(
  { runs }: CommandContext,
  { operationId, requestId, reply }: ReplyToBudgetCommand,
  actor: Actor,
): Promise<CommandResults["replyToBudget"]> {
  await runs.answers.take({ operationId, requestId, kind: "budget", outcome: reply, actor }, async () => {
    const waiting = runs.logs.findWaiting(requestId);
    if (waiting?.request.kind === "budget") runs.budget.reply(waiting.request, waiting.runId, reply);
  });
  return { reply };
}
