import { PartySocket } from "partysocket";
import { CLOSE_CODES, PING, PONG } from "../protocol/index.ts";
import type { Transport } from "./Transport.ts";

/** A quiet socket is asked for a sign of life this often, in ms. */
const PING_MS = 15_000;
/** Without any sign for this long it is replaced, in ms: a dead network often closes nothing. */
const DEAD_MS = 40_000;

const FINAL_CODES: readonly number[] = Object.values(CLOSE_CODES);

export type PartySocketTransportOptions = {
  /** Host with optional port, such as `localhost:5173`. */
  readonly host: string;
  readonly room: string;
  /** The Durable Object's binding in kebab case, as partyserver routes it. Default: `open-code-room`. */
  readonly party?: string;
  /** Added to the address of each attempt, such as an access token. */
  readonly query?: Readonly<Record<string, string>>;
};

/** A WebSocket to a room over partysocket, with a watchdog for connections that die without closing. */
export function createPartySocketTransport(options: PartySocketTransportOptions): Transport {
  let socket: PartySocket | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let lastSign = 0;

  return {
    httpUrl: httpUrl(options),
    start: ({ onOpen, onText, onClose }) => {
      const opened = new PartySocket({
        host: options.host,
        room: options.room,
        party: options.party ?? "open-code-room",
        ...(options.query === undefined ? {} : { query: { ...options.query } }),
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
        const isFinal = FINAL_CODES.includes(code);
        if (isFinal) opened.close();
        onClose({ code, reason, isFinal });
      });
      timer = setInterval(() => {
        if (opened.readyState !== PartySocket.OPEN) return;
        const silentMs = Date.now() - lastSign;
        if (silentMs > DEAD_MS) opened.reconnect();
        else if (silentMs >= PING_MS) opened.send(PING);
      }, PING_MS / 3);
    },
    send: (text) => {
      if (socket?.readyState === PartySocket.OPEN) socket.send(text);
    },
    reconnect: () => socket?.reconnect(),
    close: () => {
      if (timer !== undefined) clearInterval(timer);
      socket?.close();
      socket = undefined;
    },
  };
}

function httpUrl({ host, room, party }: PartySocketTransportOptions): string {
  const bare = host.replace(/^(https?|wss?):\/\//, "").replace(/\/+$/, "");
  const isLocal = /^(localhost|127\.|\[::1\])/.test(bare);
  return `${isLocal ? "http" : "https"}://${bare}/parties/${party ?? "open-code-room"}/${encodeURIComponent(room)}/`;
}
