import type { Ref } from "react";
import { useCallback } from "react";

function assign<T>(ref: Ref<T> | undefined, node: T | null): void {
  if (typeof ref === "function") ref(node);
  else if (ref !== null && ref !== undefined) ref.current = node;
}

/** One ref callback for two refs; stable as long as both are. */
export function useComposedRefs<T>(first: Ref<T> | undefined, second: Ref<T> | undefined): (node: T | null) => void {
  return useCallback(
    (node: T | null) => {
      assign(first, node);
      assign(second, node);
    },
    [first, second],
  );
}
