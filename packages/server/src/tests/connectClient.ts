import { SELF } from "cloudflare:test";
import type { OpenCodeClient, Transport, TransportHandlers } from "@opencode-kit/client";
import { createOpenCodeClient } from "@opencode-kit/client";
import { CLOSE_CODES } from "@opencode-kit/client/protocol";

const FINAL_CODES: readonly number[] = Object.values(CLOSE_CODES);

/** A real client whose socket goes into the test's Worker, with a switch to break the connection. */
export type ConnectedClient = {
  readonly client: OpenCodeClient;
  /** Every text that the room sent. */
  readonly received: readonly string[];
  breaks(): void;
  reconnects(): Promise<void>;
  /** Sends a text as it is. */
  sendsRaw(text: string): void;
};

/** @param query Asked before each attempt, as the real transport asks a `query` that is a function. */
export async function connectClient(
  room: string,
  headers: Record<string, string> = {},
  query?: () => Promise<Record<string, string>>,
): Promise<ConnectedClient> {
  const received: string[] = [];
  let handlers: TransportHandlers | undefined;
  let socket: WebSocket | undefined;

  async function open(): Promise<void> {
    const parameters = new URLSearchParams(await query?.());
    const response = await SELF.fetch(`http://localhost/parties/open-code-room/${room}?${parameters}`, {
      headers: { Upgrade: "websocket", ...headers },
    });
    const opened = response.webSocket;
    if (opened === null) throw new Error(`The room answered ${response.status}.`);
    socket = opened;
    opened.addEventListener("message", ({ data }) => {
      received.push(String(data));
      handlers?.onText(String(data));
    });
    opened.addEventListener("close", ({ code, reason }) => {
      const isRenewed = code === CLOSE_CODES.expired && query !== undefined;
      handlers?.onClose({ code, reason, isFinal: FINAL_CODES.includes(code) && !isRenewed });
      if (isRenewed) void open();
    });
    opened.accept();
    handlers?.onOpen();
  }

  const transport: Transport = {
    start: (given) => {
      handlers = given;
    },
    send: (text) => socket?.send(text),
    reconnect: () => undefined,
    close: () => socket?.close(),
    httpUrl: `http://localhost/parties/open-code-room/${room}/`,
  };
  const client = createOpenCodeClient({ transport });
  client.room.subscribe(() => undefined);
  await open();
  return {
    client,
    received,
    breaks: () => {
      socket?.close(1000);
      handlers?.onClose({ code: 1006, reason: "", isFinal: false });
      handlers = handlers && { ...handlers, onClose: () => undefined };
    },
    reconnects: open,
    sendsRaw: (text) => socket?.send(text),
  };
}
