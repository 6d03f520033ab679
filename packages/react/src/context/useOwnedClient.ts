import type { OpenCodeClient, PartySocketTransportOptions } from "@opencode-kit/client";
import { createOpenCodeClient } from "@opencode-kit/client";
import { useEffect, useMemo, useRef } from "react";

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
  const doomed = useRef(new Map<OpenCodeClient, ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const timers = doomed.current;
    clearTimeout(timers.get(client));
    timers.delete(client);
    // StrictMode unmounts and mounts again at once; a client that is disposed cannot come back.
    return () =>
      void timers.set(
        client,
        setTimeout(() => client.dispose(), 0),
      );
  }, [client]);
  return client;
}
