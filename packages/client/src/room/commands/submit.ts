import type { CommandResult, SubmitCommand } from "../../protocol/index.ts";
import { defined, OpenCodeKitError } from "../../protocol/index.ts";
import type { CommandContext } from "./CommandContext.ts";

/** Starts a run, queues it behind the one that works in its session, or lets the prompt join that one. */
export function submit({ runs }: CommandContext, command: SubmitCommand): CommandResult<"submit"> {
  const { attachments = [], ...plain } = command;
  const { operationId, prompt: text, sessionId, followsRunId, whenBusy, model, agent } = plain;
  const files = attachments.map(({ mime, filename, base64 }) => [mime, filename, base64.length]);
  return runs.operations.now(operationId, { ...plain, files }, () => {
    runs.budget.admit();
    const followed = followsRunId === undefined ? undefined : runs.logs.get(followsRunId);
    if (followsRunId !== undefined && followed === undefined) {
      throw new OpenCodeKitError("not_found", "The run to follow is not in this room. Start a new one.");
    }
    const session = sessionId ?? followed?.state.sessionId;
    const joined = whenBusy === "steer" ? runs.active.find(session, followsRunId) : undefined;
    if (joined === undefined) {
      const submitted = session === undefined ? plain : { ...plain, sessionId: session };
      const result = runs.intake.insert({ submit: submitted, attachments });
      return { runId: result.runId, result };
    }
    runs.active.steer(joined, operationId, { text, ...defined({ model, agent }), attachments });
    return { runId: joined, result: { runId: joined, disposition: "steered" } };
  });
}
