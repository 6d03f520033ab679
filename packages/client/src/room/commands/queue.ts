import type {
  CommandResults,
  EditQueuedCommand,
  GetPromptCommand,
  MoveQueuedCommand,
  ResumeQueueCommand,
  SteerQueuedCommand,
} from "../../protocol/index.ts";
import type { CommandContext } from "./CommandContext.ts";

export function getPrompt({ runs }: CommandContext, { runId }: GetPromptCommand): CommandResults["getPrompt"] {
  return { prompt: runs.queue.find(runId).submit.prompt };
}

export function editQueued(
  { runs }: CommandContext,
  { runId, prompt }: EditQueuedCommand,
): CommandResults["editQueued"] {
  runs.queue.edit(runId, prompt);
  return { runId };
}

export function moveQueued(
  { runs }: CommandContext,
  { runId, before }: MoveQueuedCommand,
): CommandResults["moveQueued"] {
  runs.queue.move(runId, before);
  return { runId };
}

/** The prompt joins the run that works in its session. Without one, it is the next to run, held or not. */
export function steerQueued({ runs }: CommandContext, { runId }: SteerQueuedCommand): CommandResults["steerQueued"] {
  return { runId: runs.intake.steerWaiting(runId) };
}

export function resumeQueue({ runs }: CommandContext, { runId }: ResumeQueueCommand): CommandResults["resumeQueue"] {
  runs.queue.resume(runId);
  runs.startNext();
  return { runId };
}
