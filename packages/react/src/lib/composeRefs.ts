import type { Ref, RefCallback } from "react";
import { useCallback } from "react";

/** Gives a node to a ref; what it returns, if anything, takes it away again. */
function attach<T>(ref: Ref<T> | undefined, node: T | null): (() => void) | undefined {
  if (typeof ref !== "function") {
    if (ref !== null && ref !== undefined) ref.current = node;
    return undefined;
  }
  const cleanup = ref(node);
  return typeof cleanup === "function" ? cleanup : undefined;
}

/** One ref callback for two refs; stable as long as both are. */
export function useComposedRefs<T>(first: Ref<T> | undefined, second: Ref<T> | undefined): RefCallback<T> {
  return useCallback(
    (node: T | null) => {
      const detachFirst = attach(first, node);
      const detachSecond = attach(second, node);
      // React 18 knows no cleanup: only a host on React 19 can have given one.
      if (detachFirst === undefined && detachSecond === undefined) return undefined;
      return () => {
        if (detachFirst === undefined) attach(first, null);
        else detachFirst();
        if (detachSecond === undefined) attach(second, null);
        else detachSecond();
      };
    },
    [first, second],
  );
}
