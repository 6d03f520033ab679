export type PartKind =
  | "text"
  | "reasoning"
  | "tool"
  | "file"
  | "agent"
  | "compaction"
  | "step-start"
  | "step-finish"
  | "patch";

/** Places of the parts that frame a step; its contents stand between them, counted from 1. */
export const STEP_START = 0;
export const STEP_FINISH = 9_998;
export const PATCH = 9_999;

export const MAX_PARTS = 9_000;

/**
 * The id of a part that has none. Ids are sorted as texts and ascend with time, those of a message's parts in their
 * order and those of later messages after them, as OpenCode's own do.
 */
export function partId(messageId: string, place: number, kind: PartKind): string {
  return `prt_${messageId.replace(/^msg_/, "")}.${String(place).padStart(4, "0")}.${kind}`;
}
