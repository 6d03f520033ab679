import type { OpenCodeClient, PartySocketTransportOptions } from "@opencode-kit/client";
import { createOpenCodeClient } from "@opencode-kit/client";
import { useMemo } from "react";
import { useDisposed } from "./useDisposed.ts";

export type RoomAddress = {
  /** Host with optional port, such as `localhost:5173`. */
  readonly host: string;
  readonly room: string;
  /** The Durable Object's binding in kebab case. Default: `open-code-room`. */
  readonly party?: string | undefined;
  /**
   * Added to the address of each attempt, such as an access token; a function is asked before each attempt. Keep its
   * identity.
   */
  readonly query?: PartySocketTransportOptions["query"] | undefined;
};

/** A client for a room that lives as long as the component. It connects on first use, so an unused one costs nothing. */
export function useOwnedClient({ host, room, party, query }: RoomAddress): OpenCodeClient {
  const client = useMemo(
    () =>
      createOpenCodeClient({
        host,
        room,
        ...(party === undefined ? {} : { party }),
        ...(query === undefined ? {} : { query }),
      }),
    [host, room, party, query],
  );
  useDisposed(client);
  return client;
}
