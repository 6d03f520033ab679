import type { CommandResult, GetPartCommand } from "../../protocol/index.ts";
import type { CommandContext } from "./CommandContext.ts";
import { findPart } from "./findPart.ts";

export function getPart(context: CommandContext, { runId, partId }: GetPartCommand): CommandResult<"getPart"> {
  return { part: findPart(context, runId, partId) };
}
