import { readDiffs } from "../../opencode/index.ts";
import type { CommandResult, ListDiffsCommand } from "../../protocol/index.ts";
import { mergeDiffs, selectDiffs } from "../../state/index.ts";
import type { CommandContext } from "./CommandContext.ts";

export async function listDiffs(
  { runs }: CommandContext,
  command: ListDiffsCommand,
): Promise<CommandResult<"listDiffs">> {
  if (command.scope === "session") {
    return { diffs: mergeDiffs(runs.logs.findBySession(command.sessionId).map(({ state }) => selectDiffs(state))) };
  }
  if (command.scope === "run") return { diffs: selectDiffs(runs.logs.find(command.runId).state) };
  const { api, server } = await runs.openAgent();
  return { diffs: readDiffs(await api.listWorkspaceDiffs(), "git", server.directory) };
}
