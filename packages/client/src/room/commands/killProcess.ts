import type { CommandResult, KillProcessCommand } from "../../protocol/index.ts";
import { OpenCodeKitError } from "../../protocol/index.ts";
import { selectProcess } from "../../state/index.ts";
import { pidOf } from "../ProcessFeed.ts";
import { reachAgent } from "./reachAgent.ts";
import type { CommandContext } from "./CommandContext.ts";

/** Ends a process of the sandbox's, a terminal, or a command of the agent's, which is told and goes on. */
export async function killProcess(
  context: CommandContext,
  { processId, runId }: KillProcessCommand,
): Promise<CommandResult<"killProcess">> {
  const { runs } = context;
  if (processId.startsWith("pid:")) await runs.processes.kill(pidOf(processId));
  else if (processId.startsWith("pty_")) await (await runs.openAgent()).api.removePty(processId);
  else await killCommand(context, processId, runId);
  return { processId };
}

/**
 * OpenCode's shell tool never ends where a signal ends its shell: the session that runs the command is aborted instead,
 * which ends the shell. A subagent's caller goes on by itself, the root session is told to.
 */
async function killCommand({ runs }: CommandContext, partId: string, runId: string | undefined): Promise<void> {
  if (runId === undefined) throw new OpenCodeKitError("bad_request", "`runId` says whose command it is: pass it.");
  const { state } = runs.logs.find(runId);
  const part = state.parts.get(partId);
  const process = selectProcess(state, partId);
  if (part === undefined || process === undefined || !state.runningToolIds.includes(partId)) {
    throw new OpenCodeKitError("not_found", "This command does not run any more.");
  }
  const { sessionId } = part;
  const { api } = reachAgent(runs);
  if (sessionId !== state.sessionId) return api.abort(sessionId);
  runs.active.interrupt(runId, `A person has stopped the command \`${process.command}\`. Go on without it.`);
}
