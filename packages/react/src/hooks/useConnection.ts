import type { ConnectionState } from "@opencode-kit/client";
import { useClientContext } from "../context/ClientContext.ts";
import { useStore } from "../lib/useStore.ts";

const whole = (state: ConnectionState): ConnectionState => state;

/**
 * The connection to the room: its status, this client's role, and why it is closed.
 *
 * @example
 * const { status, error } = useConnection();
 */
export function useConnection(): ConnectionState {
  return useStore(useClientContext("useConnection").client.connection, whole);
}
