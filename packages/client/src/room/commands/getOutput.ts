import type { CommandResult, GetOutputCommand } from "../../protocol/index.ts";
import { MAX_OUTPUT_CHARS, OpenCodeKitError, runChannel } from "../../protocol/index.ts";
import { isCut } from "../../state/index.ts";
import type { CommandContext } from "./CommandContext.ts";
import { findPart } from "./findPart.ts";

export function getOutput(
  context: CommandContext,
  { runId, partId, offset = 0, limit = MAX_OUTPUT_CHARS }: GetOutputCommand,
): CommandResult<"getOutput"> {
  const part = findPart(context, runId, partId);
  if (part.type !== "tool") throw new OpenCodeKitError("bad_request", "Only a tool part has an output.");
  const { head, tail, chars } = part.output;
  if (!isCut(part.output)) return { text: (head + tail).slice(offset, offset + limit), offset, chars };
  return { ...context.outputs.read(runChannel(runId), partId, offset, limit), offset };
}
