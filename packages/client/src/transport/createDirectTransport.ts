import type { OpenCodeServerOptions } from "./createDirectAgent.ts";
import type { DirectRoom } from "./createDirectRoom.ts";
import type { Transport } from "./Transport.ts";

/**
 * Straight to a plain `opencode serve`, no room in between. The code that does a room's work here is loaded when the
 * first store is followed, so that who has a room does not pay for it.
 */
export function createDirectTransport(options: OpenCodeServerOptions): Transport {
  let room: DirectRoom | undefined;
  let isClosed = false;
  return {
    start: ({ onOpen, onText }) => {
      void import("./createDirectRoom.ts").then(({ createDirectRoom }) => {
        if (isClosed) return;
        onOpen();
        room = createDirectRoom(options, (text) => {
          // Never within the call that asked: a client expects answers after its own state is set.
          queueMicrotask(() => {
            if (!isClosed) onText(text);
          });
        });
      });
    },
    send: (text) => room?.receive(text),
    reconnect: () => undefined,
    close: () => {
      isClosed = true;
      room?.close();
    },
  };
}
