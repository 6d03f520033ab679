import type { ReadableStore } from "@opencode-kit/client";
import { useEffect, useMemo, useRef, useState } from "react";
import { createStore } from "../lib/createStore.ts";
import { useBeforePaint } from "../lib/useBeforePaint.ts";

export type OpenPartsProps = {
  /** Ids of the parts whose cards are open: tool calls and reasoning. Keep the array's identity. */
  readonly openParts?: readonly string[] | undefined;
  /** Default: none. */
  readonly defaultOpenParts?: readonly string[] | undefined;
  readonly onOpenPartsChange?: ((partIds: readonly string[]) => void) | undefined;
};

export type OpenChoices = {
  readonly byId: ReadonlyMap<string, boolean>;
  /** What is not named is closed, and not as its card likes it. */
  readonly isComplete: boolean;
};

export type OpenParts = {
  readonly store: ReadableStore<OpenChoices>;
  readonly choose: (partId: string, isOpen: boolean) => void;
};

const NONE: readonly string[] = [];

function toChoices(ids: readonly string[], isComplete: boolean): OpenChoices {
  return { byId: new Map(ids.map((id) => [id, true])), isComplete };
}

/** Which cards of a run are open. A store, so that one card that opens renders alone; cards may leave the page and come back. */
export function useOpenParts(props: OpenPartsProps): OpenParts {
  const { openParts, defaultOpenParts = NONE, onOpenPartsChange } = props;
  const [store] = useState(() => createStore(toChoices(openParts ?? defaultOpenParts, openParts !== undefined)));
  useBeforePaint(() => {
    if (openParts !== undefined) store.set(toChoices(openParts, true));
  }, [store, openParts]);
  const onChange = useRef(onOpenPartsChange);
  useEffect(() => {
    onChange.current = onOpenPartsChange;
  });
  return useMemo(
    () => ({
      store,
      choose: (partId, isOpen) => {
        const { byId, isComplete } = store.get();
        const chosen = new Map(byId).set(partId, isOpen);
        if (!isComplete) store.set({ byId: chosen, isComplete });
        onChange.current?.([...chosen.keys()].filter((id) => chosen.get(id)));
      },
    }),
    [store],
  );
}
