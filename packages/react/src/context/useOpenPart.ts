import type { ReadableStore } from "@opencode-kit/client";
import { useCallback } from "react";
import { useControllableState } from "../lib/useControllableState.ts";
import { useStore } from "../lib/useStore.ts";
import { useOptionalRunContext } from "./RunContext.ts";
import type { OpenChoices } from "./useOpenParts.ts";

type CardProps = {
  readonly open?: boolean | undefined;
  /** Default: false. */
  readonly defaultOpen?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
};

const NO_CHOICES: ReadableStore<undefined> = { get: () => undefined, subscribe: () => () => undefined };

/** Whether a part's card is open: as the card's owner says, else the surrounding run, else as the reader left it. */
export function useOpenPart(partId: string, props: CardProps): readonly [boolean, (open: boolean) => void] {
  const { open, defaultOpen = false, onOpenChange } = props;
  const parts = useOptionalRunContext()?.openParts;
  const select = useCallback(
    (choices: OpenChoices | undefined) =>
      choices?.byId.get(partId) ?? (choices?.isComplete === true ? false : undefined),
    [partId],
  );
  const chosen = useStore<OpenChoices | undefined, boolean | undefined>(parts?.store ?? NO_CHOICES, select);
  return useControllableState({
    value: open ?? chosen,
    defaultValue: defaultOpen,
    onChange: (next) => {
      if (open === undefined) parts?.choose(partId, next);
      onOpenChange?.(next);
    },
  });
}
