import type { OpenCodeClient } from "@opencode-kit/client";
import { useEffect, useRef } from "react";

/** Disposes a client that the component has made once it has another one or is gone. */
export function useDisposed(client: OpenCodeClient): void {
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
}
