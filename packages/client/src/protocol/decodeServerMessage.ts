import { isChannel } from "./channels.ts";
import { decodeEvents, SKIPPED } from "./decodeEvents.ts";
import { decodeSnapshot } from "./decodeSnapshot.ts";
import * as shape from "./entityShapes.ts";
import { isCount, isObject, parseJson } from "./json.ts";
import type { ServerMessage } from "./ServerMessage.ts";

/** Longest message of a room's that is parsed at all, in UTF-16 code units. */
export const MAX_SERVER_MESSAGE_CHARS = 32_000_000;

export type DecodedServerMessage = {
  readonly message: ServerMessage;
  /** Events and entities inside that this client cannot use and left out. */
  readonly skipped: number;
};

/**
 * A room's text as a message, or undefined for what this client does not know or cannot use. What comes out has the
 * shapes that the types promise, so that a fold or a view never meets a field that is not there.
 */
export function decodeServerMessage(text: string): DecodedServerMessage | undefined {
  if (text.length > MAX_SERVER_MESSAGE_CHARS) return undefined;
  const parsed = parseJson(text);
  // What a room sends most: `[channel, seq, events]`.
  const value = Array.isArray(parsed)
    ? { type: "frame", channel: parsed[0] as unknown, seq: parsed[1] as unknown, events: parsed[2] as unknown }
    : parsed;
  if (!isObject(value)) return undefined;
  const { channel, epoch, seq } = value;
  switch (value["type"]) {
    case "hello":
      return shape.hello(value) ? whole(value) : undefined;
    case "snapshot": {
      if (!isChannel(channel) || typeof epoch !== "string" || !isCount(seq)) return undefined;
      const snapshot = decodeSnapshot(channel, value["state"]);
      if (snapshot === undefined) return undefined;
      return { message: { type: "snapshot", channel, epoch, seq, state: snapshot.state }, skipped: snapshot.skipped };
    }
    case "frame": {
      if (!isChannel(channel) || !isCount(seq) || !Array.isArray(value["events"])) return undefined;
      const events = decodeEvents(value["events"]);
      return {
        message: { type: "frame", channel, seq, events },
        skipped: events.filter((event) => event === SKIPPED).length,
      };
    }
    case "subscribed":
      return isChannel(channel) && typeof epoch === "string" && isCount(seq) ? whole(value) : undefined;
    case "channel.error":
      return isChannel(channel) && shape.error(value["error"]) ? whole(value) : undefined;
    case "result":
      return typeof value["id"] === "string" && (value["ok"] === true || shape.error(value["error"]))
        ? whole(value)
        : undefined;
    case "refused":
      return shape.error(value["error"]) ? whole(value) : undefined;
    default:
      return undefined;
  }
}

function whole(value: object): DecodedServerMessage {
  return { message: value as ServerMessage, skipped: 0 };
}
