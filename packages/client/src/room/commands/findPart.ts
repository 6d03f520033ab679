import type { Part } from "../../protocol/index.ts";
import { OpenCodeKitError } from "../../protocol/index.ts";
import type { CommandContext } from "./CommandContext.ts";

/** A part of a run. Throws `not_found`. */
export function findPart({ runs }: CommandContext, runId: string, partId: string): Part {
  const part = runs.logs.find(runId).state.parts.get(partId);
  if (part === undefined)
    throw new OpenCodeKitError("not_found", "The run has no such part. It may have been removed.");
  return part;
}
