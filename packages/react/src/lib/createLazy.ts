import { useEffect, useSyncExternalStore } from "react";
import { createStore } from "./createStore.ts";
import { errorText } from "./errorText.ts";

/** `value` once it is loaded; `error` where it could not be, until the next that needs it tries again. */
export type Lazy<T> = { readonly value?: T; readonly error?: string };

const NOTHING = {};

/**
 * A hook for code that few pages need: loaded by the first component that uses it, there at once for the later ones,
 * and never on a server or while its HTML is taken over.
 */
export function createLazy<T>(load: () => Promise<T>): () => Lazy<T> {
  const store = createStore<Lazy<T>>(NOTHING);
  let isLoading = false;
  const start = async (): Promise<void> => {
    if (isLoading || store.get().value !== undefined) return;
    isLoading = true;
    try {
      store.set({ value: await load() });
    } catch (cause) {
      store.set({ error: errorText(cause) });
    } finally {
      isLoading = false;
    }
  };
  return () => {
    useEffect(() => void start(), []);
    return useSyncExternalStore(store.subscribe, store.get, () => NOTHING);
  };
}
