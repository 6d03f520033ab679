import { readDiffs } from "../../opencode/index.ts";
import type { CommandResult, FileDiff, GetDiffCommand } from "../../protocol/index.ts";
import { OpenCodeKitError } from "../../protocol/index.ts";
import { selectDiff, selectMessageIds } from "../../state/index.ts";
import type { CommandContext } from "./CommandContext.ts";

/** A patch that is left out of the state is OpenCode's to tell. */
export async function getDiff({ runs }: CommandContext, command: GetDiffCommand): Promise<CommandResult<"getDiff">> {
  const { state } = runs.logs.find(command.runId);
  const known = selectDiff(state, command.path);
  if (known !== undefined && known.isPatchOmitted !== true) return { diff: known };
  const promptId = selectMessageIds(state)[0];
  if (state.sessionId === undefined || promptId === undefined) throw unknownFile();
  const { api, server } = await runs.openAgent();
  const raws = await api.listTurnDiffs(state.sessionId, promptId);
  const diff = readDiffs(raws, "endpoint", server.directory).find(({ path }) => path === command.path);
  if (diff !== undefined) return { diff };
  throw known === undefined ? unknownFile() : unknownPatch(known);
}

function unknownFile(): OpenCodeKitError {
  return new OpenCodeKitError("not_found", "The run did not change this file.");
}

function unknownPatch({ path }: FileDiff): OpenCodeKitError {
  const message = `OpenCode does not know what ${path} was before. It tells only where the workspace is a git repository.`;
  return new OpenCodeKitError("not_found", message);
}
