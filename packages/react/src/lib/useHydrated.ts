import { useSyncExternalStore } from "react";

const subscribe = (): (() => void) => () => undefined;

/**
 * False on the server and while its HTML is taken over; else true from the first render on. What depends on the
 * browser comes after it: what is loaded lazily, and style attributes, which a strict content security policy blocks in
 * HTML but not where React sets them.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
}
