import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLabels } from "../context/LabelsContext.tsx";
import { errorText } from "../lib/errorText.ts";

type Action<A extends readonly unknown[]> = {
  readonly run: (...args: A) => Promise<boolean>;
  readonly isBusy: boolean;
  /** Why the last attempt failed; gone when the next one starts. */
  readonly error: string | undefined;
};

/** A command with its progress and its failure. A second call while one is on its way does nothing. */
export function useAction<A extends readonly unknown[]>(action: (...args: A) => Promise<unknown>): Action<A> {
  const labels = useLabels();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const latest = useRef({ action, labels, isBusy: false, isMounted: true });
  useEffect(() => {
    const { current } = latest;
    current.action = action;
    current.labels = labels;
  });
  useEffect(() => {
    const { current } = latest;
    current.isMounted = true;
    return () => {
      current.isMounted = false;
    };
  }, []);
  const run = useCallback(async (...args: A): Promise<boolean> => {
    const { current } = latest;
    if (current.isBusy) return false;
    current.isBusy = true;
    setBusy(true);
    setError(undefined);
    try {
      await current.action(...args);
      return true;
    } catch (cause) {
      const code = cause instanceof OpenCodeKitError ? cause.code : undefined;
      if (current.isMounted) setError(current.labels.commandError(code, errorText(cause)));
      return false;
    } finally {
      current.isBusy = false;
      if (current.isMounted) setBusy(false);
    }
  }, []);
  return { run, isBusy, error };
}
