import { decodeServerMessage } from "../protocol/index.ts";
import type { Transport } from "../transport/Transport.ts";
import type { RecordedMessage } from "./Recording.ts";

/** A transport that passes everything on and reports what the room sent, for a recording. Answers to commands stay out. */
export function recordTransport(transport: Transport, onMessage: (entry: RecordedMessage) => void): Transport {
  let startedAt = 0;
  return {
    ...transport,
    start: (handlers) => {
      startedAt = Date.now();
      transport.start({
        ...handlers,
        onText: (text) => {
          const message = decodeServerMessage(text)?.message;
          if (message !== undefined && message.type !== "result") onMessage({ t: Date.now() - startedAt, message });
          handlers.onText(text);
        },
      });
    },
  };
}
