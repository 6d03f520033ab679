import type { WireError } from "@opencode-kit/client/protocol";
import { CLOSE_CODES } from "@opencode-kit/client/protocol";
import type { Connection } from "partyserver";
import { sendMessage } from "./sendMessage.ts";

/** WebSocket allows 123 bytes. */
const MAX_REASON_BYTES = 120;

/** Ends a connection: the error goes first as a message, since a close code is coarse and its reason short. */
export function closeWith(connection: Connection, error: WireError): void {
  sendMessage(connection, { type: "refused", error });
  try {
    connection.close(closeCodeOf(error), toReason(error.message));
  } catch {
    // The socket is closed already.
  }
}

function closeCodeOf({ code }: WireError): number {
  if (code === "token_expired") return CLOSE_CODES.expired;
  return code === "rate_limited" ? CLOSE_CODES.rateLimited : CLOSE_CODES.unauthorized;
}

/** As much of a text as a close frame takes, in whole characters. */
function toReason(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(MAX_REASON_BYTES));
  return text.slice(0, read);
}
