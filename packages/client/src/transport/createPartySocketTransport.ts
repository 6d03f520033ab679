import ReconnectingWebSocket from "partysocket/ws";
import { CLOSE_CODES, PING, PONG } from "../protocol/index.ts";
import type { Transport } from "./Transport.ts";

/** A quiet socket is asked for a sign of life this often, in ms. */
const PING_MS = 15_000;
/** Without any sign for this long it is replaced, in ms: a dead network often closes nothing. */
const DEAD_MS = 40_000;

const FINAL_CODES: readonly number[] = Object.values(CLOSE_CODES);

type Query = Readonly<Record<string, string>>;

export type PartySocketTransportOptions = {
  /** Host with optional port, such as `localhost:5173`; with a scheme where TLS is not what its name suggests. */
  readonly host: string;
  readonly room: string;
  /** The Durable Object's binding in kebab case, as partyserver routes it. Default: `open-code-room`. */
  readonly party?: string;
  /**
   * Added to the address of each attempt, such as an access token. A function is asked before each attempt, so that an
   * expired token is replaced by a fresh one; where it rejects, the attempt has failed and the next one follows.
   */
  readonly query?: Query | (() => Query | Promise<Query>);
};

/** A WebSocket to a room, which partysocket keeps open, with a watchdog for connections that die without closing. */
export function createPartySocketTransport(options: PartySocketTransportOptions): Transport {
  let socket: ReconnectingWebSocket | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let lastSign = 0;

  return {
    httpUrl: `${roomUrl(options)}/`,
    address: { key: roomUrl(options), room: options.room },
    start: ({ onOpen, onText, onClose }) => {
      const opened = new ReconnectingWebSocket(() => socketUrl(options), [], {
        minReconnectionDelay: 300,
        maxReconnectionDelay: 5_000,
        connectionTimeout: 10_000,
        // What was typed into a dead socket is sent again by the client, which knows what is safe to repeat.
        maxEnqueuedMessages: 0,
      });
      socket = opened;
      opened.addEventListener("open", () => {
        lastSign = Date.now();
        onOpen();
      });
      opened.addEventListener("message", ({ data }) => {
        lastSign = Date.now();
        if (typeof data === "string" && data !== PONG) onText(data);
      });
      opened.addEventListener("close", ({ code, reason }) => {
        const isRenewed = code === CLOSE_CODES.expired && typeof options.query === "function";
        const isFinal = FINAL_CODES.includes(code) && !isRenewed;
        if (isFinal) opened.close();
        onClose({ code, reason, isFinal });
      });
      timer = setInterval(() => {
        if (opened.readyState !== ReconnectingWebSocket.OPEN) return;
        const silentMs = Date.now() - lastSign;
        if (silentMs > DEAD_MS) opened.reconnect();
        else if (silentMs >= PING_MS) opened.send(PING);
      }, PING_MS / 3);
    },
    send: (text) => {
      if (socket?.readyState === ReconnectingWebSocket.OPEN) socket.send(text);
    },
    reconnect: () => socket?.reconnect(),
    close: () => {
      if (timer !== undefined) clearInterval(timer);
      socket?.close();
      socket = undefined;
    },
  };
}

/** Hosts that speak plain HTTP: this machine, and a local network as far as its addresses tell. */
const PLAIN = /^(localhost|127\.|\[::1\]|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;

/** Where partyserver routes the room's requests. A scheme in `host` wins over what the host's name suggests. */
function roomUrl({ host, room, party = "open-code-room" }: PartySocketTransportOptions): string {
  const [, scheme, bare = ""] = /^(?:(https?|wss?):\/\/)?(.*?)\/*$/.exec(host) ?? [];
  const isPlain = scheme === undefined ? PLAIN.test(bare) : scheme === "http" || scheme === "ws";
  return `${isPlain ? "http" : "https"}://${bare}/parties/${party}/${encodeURIComponent(room)}`;
}

async function socketUrl(options: PartySocketTransportOptions): Promise<string> {
  const { query } = options;
  try {
    const parameters = new URLSearchParams(typeof query === "function" ? await query() : query);
    return `${roomUrl(options).replace("http", "ws")}?${parameters}`;
  } catch (cause) {
    // partysocket tries again only after an error that has a message.
    throw new Error("The query for the room's address failed.", { cause });
  }
}
