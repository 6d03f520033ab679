import type { ClientMessage, ServerMessage } from "../protocol/index.ts";
import { PROTOCOL_VERSION } from "../protocol/index.ts";
import type { Transport, TransportHandlers } from "../transport/Transport.ts";

/** A fake room's end of a connection, for tests that need a fault or an order on demand. */
export type FakeRoom = {
  readonly transport: Transport;
  /** What the client sent, oldest first. */
  readonly sent: readonly ClientMessage[];
  /** Opens the connection and says hello. */
  accepts(hello?: { readonly protocol?: number }): void;
  sends(...messages: readonly ServerMessage[]): void;
  /** Sends a text that is no message. */
  sendsRaw(text: string): void;
  /** The connection breaks; the transport would try again. */
  drops(): void;
  /** The room closes with one of the kit's final codes. */
  refuses(code: number, reason?: string): void;
};

export function createFakeTransport(): FakeRoom {
  const sent: ClientMessage[] = [];
  let handlers: TransportHandlers | undefined;
  return {
    sent,
    transport: {
      start: (given) => {
        handlers = given;
      },
      send: (text) => void sent.push(JSON.parse(text) as ClientMessage),
      reconnect: () => undefined,
      close: () => {
        handlers = undefined;
      },
      httpUrl: "http://localhost/parties/open-code-room/test/",
    },
    accepts: ({ protocol = PROTOCOL_VERSION } = {}) => {
      handlers?.onOpen();
      handlers?.onText(
        JSON.stringify({ type: "hello", protocol, room: "test", role: "owner" } satisfies ServerMessage),
      );
    },
    sends: (...messages) => {
      for (const message of messages) handlers?.onText(JSON.stringify(message));
    },
    sendsRaw: (text) => handlers?.onText(text),
    drops: () => handlers?.onClose({ code: 1006, reason: "", isFinal: false }),
    refuses: (code, reason = "") => handlers?.onClose({ code, reason, isFinal: true }),
  };
}
