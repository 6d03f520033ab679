import type { ClientMessage, Decoded, WireError } from "@opencode-kit/client/protocol";
import { decodeClientMessage } from "@opencode-kit/client/protocol";
import type { Connection, WSMessage } from "partyserver";
import { RateLimit } from "./RateLimit.ts";
import { sendMessage } from "./sendMessage.ts";
import type { Viewer } from "./Viewer.ts";
import { EXPIRED, isExpired, viewerOf } from "./Viewer.ts";

/** Larger messages are not read to find the id that a refusal could answer to, in UTF-16 code units or bytes. */
const MAX_READ_TO_REFUSE = 1_000_000;

const TOO_FAST: WireError = {
  code: "rate_limited",
  message: "This client sends more than the room takes. Wait a few seconds and try again.",
  retryable: true,
};

/** Reads what sockets send, and refuses what makes no sense, comes too fast or too late. */
export class Inbox {
  readonly #end: (connection: Connection<Viewer>, error: WireError) => void;
  /** By the connection's id, since a socket is not one object for all its life. Lost in a sleep, which is a quiet time. */
  readonly #limits = new Map<string, RateLimit>();

  /** @param end Closes a connection for an error. */
  constructor(end: (connection: Connection<Viewer>, error: WireError) => void) {
    this.#end = end;
  }

  /** The message, or undefined where it is refused already. */
  read(connection: Connection<Viewer>, raw: WSMessage): ClientMessage | undefined {
    const viewer = viewerOf(connection);
    // What comes before the hello, or after the room closed the socket, is nobody's.
    if (viewer === undefined || connection.readyState !== WebSocket.READY_STATE_OPEN) return undefined;
    const now = Date.now();
    const verdict = this.#limitOf(connection, now).next(now);
    if (verdict === "take" && !isExpired(viewer, now)) {
      const decoded = decode(raw);
      if (decoded.ok) return decoded.value;
      refuse(connection, decoded, decoded.error);
      return undefined;
    }
    const error = verdict === "take" ? EXPIRED : TOO_FAST;
    refuse(connection, sizeOf(raw) > MAX_READ_TO_REFUSE ? undefined : decode(raw), error);
    if (verdict !== "refuse") this.#end(connection, error);
    return undefined;
  }

  /** The socket is closed. */
  forget(connection: Connection<Viewer>): void {
    this.#limits.delete(connection.id);
  }

  #limitOf({ id }: Connection<Viewer>, now: number): RateLimit {
    let limit = this.#limits.get(id);
    if (limit === undefined) this.#limits.set(id, (limit = new RateLimit(now)));
    return limit;
  }
}

function decode(raw: WSMessage): Decoded<ClientMessage> {
  if (typeof raw === "string") return decodeClientMessage(raw);
  return { ok: false, error: { code: "bad_message", message: "The room takes text messages only." } };
}

function sizeOf(raw: WSMessage): number {
  return typeof raw === "string" ? raw.length : raw.byteLength;
}

/** The refusal goes to what has asked: a command, or a channel that would be waited for without end. */
function refuse(connection: Connection<Viewer>, asked: Decoded<ClientMessage> | undefined, error: WireError): void {
  if (asked?.ok === true && asked.value.type === "subscribe") {
    return sendMessage(connection, { type: "channel.error", channel: asked.value.channel, error });
  }
  const id = asked?.ok === true ? (asked.value.type === "command" ? asked.value.id : undefined) : asked?.id;
  sendMessage(connection, id === undefined ? { type: "refused", error } : { type: "result", id, ok: false, error });
}
