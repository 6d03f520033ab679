import type { Transport } from "@opencode-kit/client";
import { CLOSE_CODES } from "@opencode-kit/client/protocol";

/** A room that is never reached. */
export function neverReached(transport: Transport): Transport {
  return { ...transport, start: () => undefined };
}

/** The connection breaks once everything has come, and does not come back. */
export function broken(transport: Transport): Transport {
  return closing(transport, { code: 1006, reason: "", isFinal: false });
}

/** The access ends once everything has come. */
export function expired(transport: Transport): Transport {
  const reason = "The access to this room has expired. Load the page again to get a new one.";
  return closing(transport, { code: CLOSE_CODES.expired, reason, isFinal: true });
}

/** A room of a kit to come. */
export function incompatible(transport: Transport): Transport {
  return {
    ...transport,
    start: ({ onOpen, onText }) => {
      onOpen();
      onText(JSON.stringify({ type: "hello", protocol: 2, room: "story", role: "owner" }));
    },
  };
}

type Close = { readonly code: number; readonly reason: string; readonly isFinal: boolean };

/** As long as it takes for what is there to have come, in ms. */
const CLOSES_AFTER_MS = 200;

function closing(transport: Transport, close: Close): Transport {
  return {
    ...transport,
    start: (handlers) => {
      transport.start(handlers);
      setTimeout(() => handlers.onClose(close), CLOSES_AFTER_MS);
    },
  };
}
