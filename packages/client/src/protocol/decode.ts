import { isChannel } from "./channels.ts";
import type { ClientMessage } from "./ClientMessage.ts";
import { decodeCommand } from "./decodeCommand.ts";
import type { Decoded } from "./decoded.ts";
import { bad } from "./decoded.ts";
import { isCount, isObject, parseJson } from "./json.ts";

/** Longest client message that is parsed at all, in UTF-16 code units: a prompt with all that may go with it. */
export const MAX_CLIENT_MESSAGE_CHARS = 13_000_000;
/** Longest one that is no submit, in UTF-16 code units. */
const MAX_PLAIN_CHARS = 1_000_000;

const TOO_LARGE = bad("too_large", "The message is larger than a room accepts.");

/** A client's text as a message, every field checked; nothing beyond the known fields survives. */
export function decodeClientMessage(text: string): Decoded<ClientMessage> {
  if (text.length > MAX_CLIENT_MESSAGE_CHARS) return TOO_LARGE;
  const value = parseJson(text);
  if (!isObject(value)) return bad("bad_message", "The message is not a JSON object.");
  switch (value["type"]) {
    case "subscribe": {
      const { channel, epoch, seq } = value;
      if (!isChannel(channel)) return bad("bad_message", "`channel` is not room, files or run:<id>.");
      const hasCursor = typeof epoch === "string" && isCount(seq);
      return {
        ok: true,
        value: hasCursor ? { type: "subscribe", channel, epoch, seq } : { type: "subscribe", channel },
      };
    }
    case "unsubscribe": {
      const { channel } = value;
      if (!isChannel(channel)) return bad("bad_message", "`channel` is not room, files or run:<id>.");
      return { ok: true, value: { type: "unsubscribe", channel } };
    }
    case "command": {
      const { id } = value;
      if (typeof id !== "string" || id === "" || id.length > 64)
        return bad("bad_message", "`id` is not a string of 1 to 64 characters.");
      const command = decodeCommand(value["command"]);
      if (command.ok && command.value.name !== "submit" && text.length > MAX_PLAIN_CHARS) return { ...TOO_LARGE, id };
      return command.ok ? { ok: true, value: { type: "command", id, command: command.value } } : { ...command, id };
    }
    default:
      return bad("bad_message", "`type` is not one that this room knows.");
  }
}
