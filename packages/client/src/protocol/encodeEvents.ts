import type { ChannelEvent } from "./events.ts";

/**
 * Events as JSON. Added text is most of what a run sends, so a `part.append` travels as `[id, text]`; everything else
 * as it is.
 */
export function encodeEvents(events: readonly ChannelEvent[]): string {
  return JSON.stringify(events.map((event) => (event.type === "part.append" ? [event.id, event.text] : event)));
}
