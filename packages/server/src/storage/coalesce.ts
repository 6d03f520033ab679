import type { ChannelEvent } from "@opencode-kit/client/protocol";

/**
 * The same change in fewer events: texts that are added to the same part one after the other become one, and so do
 * patches. Folding the result gives the same state as folding the input.
 */
export function coalesce(events: readonly ChannelEvent[]): readonly ChannelEvent[] {
  const result: ChannelEvent[] = [];
  for (const event of events) {
    const merged = merge(result.at(-1), event);
    if (merged === undefined) result.push(event);
    else result[result.length - 1] = merged;
  }
  return result;
}

function merge(before: ChannelEvent | undefined, event: ChannelEvent): ChannelEvent | undefined {
  if (before === undefined) return undefined;
  if (before.type === "part.append" && event.type === "part.append" && before.id === event.id) {
    return { ...before, text: before.text + event.text };
  }
  if (before.type === "run.patch" && event.type === "run.patch") {
    return { type: "run.patch", patch: { ...before.patch, ...event.patch } };
  }
  if (before.type === "part.patch" && event.type === "part.patch" && before.id === event.id) {
    return { ...before, patch: { ...before.patch, ...event.patch } };
  }
  if (before.type === "message.patch" && event.type === "message.patch" && before.id === event.id) {
    return { ...before, patch: { ...before.patch, ...event.patch } };
  }
  return undefined;
}
