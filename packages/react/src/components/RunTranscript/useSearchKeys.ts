import type { RefObject } from "react";
import { useCallback, useEffect, useState } from "react";
import { useRunContext } from "../../context/RunContext.ts";

type SearchKeys = {
  /** How often the search was asked for; 0 while it is closed. */
  readonly asked: number;
  readonly close: () => void;
};

/**
 * Ctrl+F or Cmd+F anywhere in the run asks for its search; pressed again in the search's own field, it is the browser's,
 * for the rest of the page. The run's menu asks for it, too: touch has no such keys.
 */
export function useSearchKeys(frame: RefObject<HTMLElement | null>): SearchKeys {
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    const run = frame.current?.closest<HTMLElement>("[data-slot='oc-run']") ?? frame.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      const { key, ctrlKey, metaKey, shiftKey, altKey, target, defaultPrevented } = event;
      if (defaultPrevented || key.toLowerCase() !== "f" || ctrlKey === metaKey || shiftKey || altKey) return;
      if (target instanceof Element && target.closest("[data-slot='oc-search']") !== null) return;
      event.preventDefault();
      setAsked((before) => before + 1);
    };
    run?.addEventListener("keydown", onKeyDown);
    return () => run?.removeEventListener("keydown", onKeyDown);
  }, [frame]);
  const { find } = useRunContext("RunTranscript");
  useEffect(() => {
    const ask = (): void => setAsked((before) => before + 1);
    find.current = ask;
    return () => {
      if (find.current === ask) find.current = undefined;
    };
  }, [find]);
  const close = useCallback(() => setAsked(0), []);
  return { asked, close };
}
