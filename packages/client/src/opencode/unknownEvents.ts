import type { RunEvent } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import type { JsonObject } from "./readers.ts";

/** UTF-16 code units that are kept of the first event of a type. */
const MAX_SAMPLE_CHARS = 500;

/** What says nothing that another event does not say, or nothing of a run. */
const IGNORED = new Set(["session.idle", "session.diff", "session.compacted", "session.deleted", "command.executed"]);

export function isIgnored(type: string): boolean {
  return IGNORED.has(type);
}

/** An event of a type that the kit does not know is counted, and the first of its type is kept for debugging. */
export function unknownEvents(state: RunState, kind: string, properties: JsonObject): readonly RunEvent[] {
  const isFirst = !Object.hasOwn(state.unknown.counts, kind);
  const sample = isFirst ? JSON.stringify(properties).slice(0, MAX_SAMPLE_CHARS) : undefined;
  return [{ type: "unknown.add", kind: kind.slice(0, 100), count: 1, ...defined({ sample }) }];
}
