import type { ServerMessage } from "@opencode-kit/client/protocol";
import type { Connection } from "partyserver";

export function sendMessage(connection: Connection, message: ServerMessage): void {
  try {
    connection.send(JSON.stringify(message));
  } catch {
    // The socket is closing; its close event drops it.
  }
}
