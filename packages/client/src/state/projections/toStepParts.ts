import type { Part } from "../../protocol/index.ts";
import type { RunMessage, RunState } from "../RunState.ts";
import { createMemo } from "./createMemo.ts";
import type { OpenCodeUIPart } from "./OpenCodeUIMessage.ts";
import type { AddedParts } from "./toAddedParts.ts";
import { STEP_START, toUIParts } from "./toUIParts.ts";

/** What a message of OpenCode's showed, and what of. */
type Shown = {
  readonly isLive: boolean;
  readonly sources: readonly (Part | undefined)[];
  readonly parts: readonly OpenCodeUIPart[];
};

const shown = new WeakMap<RunMessage, Shown>();
const lists = createMemo<readonly OpenCodeUIPart[]>();

/**
 * What one message of OpenCode's shows; the same list as long as that does not change. Every message is asked for its
 * parts at every change of a run, so one that is as it was costs no more than a look at each part.
 */
export function toStepParts(
  state: RunState,
  message: RunMessage,
  isLive: boolean,
  added: AddedParts,
): readonly OpenCodeUIPart[] {
  if (added.messageIds.has(message.id)) {
    shown.delete(message);
    return convert(state, message, isLive, added);
  }
  const before = shown.get(message);
  const isAsBefore =
    before !== undefined &&
    before.isLive === isLive &&
    message.partIds.every((id, i) => state.parts.get(id) === before.sources[i]);
  if (isAsBefore) return before.parts;
  const parts = convert(state, message, isLive, added);
  shown.set(message, { isLive, sources: message.partIds.map((id) => state.parts.get(id)), parts });
  return parts;
}

function convert(state: RunState, message: RunMessage, isLive: boolean, added: AddedParts): readonly OpenCodeUIPart[] {
  const result: OpenCodeUIPart[] = [];
  for (const id of message.partIds) {
    const part = state.parts.get(id);
    if (part !== undefined) result.push(...toUIParts(part, isLive, added.permissions.get(id)));
    result.push(...(added.after.get(id) ?? []));
  }
  // Messages of OpenCode that no model wrote lack the mark, and without it the AI SDK mixes up two steps.
  const lacksStart = message.role === "assistant" && result.length > 0 && result[0] !== STEP_START;
  if (lacksStart) result.unshift(STEP_START);
  return lists(message, result, () => result);
}
