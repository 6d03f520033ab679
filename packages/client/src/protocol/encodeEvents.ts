import type { ChannelEvent } from "./events.ts";
import { packMessage, packPart, packUsage } from "./wireForms.ts";

/**
 * Events as JSON. What most of a run consists of travels as rows: `[id, text]` adds text, `[id, {…}]` patches a part,
 * `[{…}]` is a part, `[0, {…}]` a message, `[1, id, {…}, was]` patches one. Everything else goes as it is. A part names
 * its message only where the event before it in the list does not.
 */
export function encodeEvents(events: readonly ChannelEvent[]): string {
  let messageId: string | undefined;
  return JSON.stringify(
    events.map((event) => {
      switch (event.type) {
        case "part.append":
          return [event.id, event.text];
        case "part.patch":
          return [event.id, event.patch];
        case "part.set": {
          const packed = packPart(event.part, messageId);
          messageId = event.part.messageId;
          return [packed];
        }
        case "message.set":
          messageId = event.message.id;
          return [0, packMessage(event.message)];
        case "message.patch": {
          const { id, patch, was } = event;
          if (was === undefined) return [1, id, packMessage(patch)];
          const usage = was.usage === undefined ? {} : { usage: packUsage(was.usage) };
          return [1, id, packMessage(patch), { sessionId: was.sessionId, ...usage }];
        }
        default:
          return event;
      }
    }),
  );
}
