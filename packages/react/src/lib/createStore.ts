import type { ChannelStatus, ChannelStore, ReadableStore } from "@opencode-kit/client";

type WritableStore<T> = ReadableStore<T> & { readonly set: (value: T) => void };

export function createStore<T>(initial: T): WritableStore<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    subscribe: (listener) => {
      const entry = (): void => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    set: (next) => {
      if (Object.is(value, next)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
  };
}

const LIVE: ReadableStore<ChannelStatus> = createStore<ChannelStatus>({ phase: "live" });

/** The store of a channel that is always up to date. */
export function asChannel<T>({ get, subscribe }: ReadableStore<T>): ChannelStore<T> {
  return { get, subscribe, status: LIVE };
}
