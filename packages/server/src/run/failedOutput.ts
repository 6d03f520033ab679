import { toWireError } from "@opencode-kit/client/protocol";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import { initialRunState, reduceRun, toRunOutput } from "@opencode-kit/client/state";

/** The output of a run that could not even begin. */
export function failedOutput(cause: unknown, sessionId: string | undefined): OpenCodeRunOutput {
  const error = toWireError(cause);
  if (error.code === "internal") console.error("A run failed:", cause);
  const createdAt = Date.now();
  const session = sessionId === undefined ? {} : { sessionId };
  const run = initialRunState({ id: crypto.randomUUID(), prompt: "", status: "error", createdAt, ...session });
  return toRunOutput(reduceRun(run, { type: "run.patch", patch: { error, endedAt: createdAt } }));
}
