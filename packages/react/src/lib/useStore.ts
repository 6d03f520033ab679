import type { ReadableStore } from "@opencode-kit/client";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";

type Committed<S> = { value: S } | undefined;

/**
 * The one bridge from a store to React. The component renders again only when the selection changes by `isEqual`;
 * an equal selection keeps its identity.
 *
 * @param selector Hoist it or wrap it in `useCallback`: a new function selects anew, which is correct but not free.
 */
export function useStore<T, S>(
  store: ReadableStore<T>,
  selector: (value: T) => S,
  isEqual: (a: S, b: S) => boolean = Object.is,
): S {
  const committed = useRef<Committed<S>>(undefined);
  const [getSelection, getServerSelection] = useMemo(() => {
    const selected = (get: () => T): (() => S) => {
      let last: { readonly from: T; readonly selection: S } | undefined;
      return () => {
        const value = get();
        if (last !== undefined && Object.is(last.from, value)) return last.selection;
        const next = selector(value);
        const known = last === undefined ? committed.current : { value: last.selection };
        const selection = known !== undefined && isEqual(known.value, next) ? known.value : next;
        last = { from: value, selection };
        return selection;
      };
    };
    const get = selected(store.get);
    return [get, store.getInitial === undefined ? get : selected(store.getInitial)];
  }, [store, selector, isEqual]);
  const selection = useSyncExternalStore(store.subscribe, getSelection, getServerSelection);
  useEffect(() => {
    committed.current = { value: selection };
  }, [selection]);
  return selection;
}
