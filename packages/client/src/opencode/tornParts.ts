import type { Part, RunEvent } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";

/** Ids of the texts that are written at this moment: when the stream is lost, they may lose a piece. */
export function openTextIds(state: RunState): readonly string[] {
  return state.openMessageIds
    .flatMap((id) => state.messages.get(id)?.partIds ?? [])
    .filter((id) => isOpenText(state.parts.get(id)));
}

/** Ids of the open texts among what a repair has brought: OpenCode's record has nothing of what they say already. */
export function repairedTextIds(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === "part.set" && isOpenText(event.part) ? [event.part.id] : []));
}

function isOpenText(part: Part | undefined): boolean {
  return (part?.type === "text" || part?.type === "reasoning") && part.endedAt === undefined;
}
