import { createContext, useContext, useMemo, useSyncExternalStore } from "react";

const TICK_MS = 1000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function subscribeToNothing(): () => void {
  return () => undefined;
}

function getNow(): number {
  if (timer === undefined) now = Math.floor(Date.now() / TICK_MS) * TICK_MS;
  return now;
}

const getServerNow = (): number => 0;

/** What time it is where the time is not the page's own: in a recording. */
const ClockContext = createContext<(() => number) | undefined>(undefined);
ClockContext.displayName = "Clock";

export const ClockProvider = ClockContext.Provider;

/**
 * The current time in ms, which ticks once a second for all who watch it. 0 on the server and while hydrating.
 *
 * @param isTicking False stands still: nothing that has ended renders again by the clock.
 */
export function useNow(isTicking: boolean): number {
  const clock = useContext(ClockContext);
  const get = useMemo(() => (clock === undefined ? getNow : () => Math.floor(clock() / TICK_MS) * TICK_MS), [clock]);
  return useSyncExternalStore(isTicking ? subscribe : subscribeToNothing, get, getServerNow);
}
