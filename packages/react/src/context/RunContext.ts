import type { ChannelStore } from "@opencode-kit/client";
import type { ToolPart } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import type { ComponentType } from "react";
import { createStrictContext } from "../lib/createStrictContext.tsx";
import { useStore } from "../lib/useStore.ts";
import type { OpenParts } from "./useOpenParts.ts";

export type ToolRendererProps = { readonly part: ToolPart };

/** Renderers by tool name; a tool without one gets the kit's own. */
export type ToolRenderers = Readonly<Record<string, ComponentType<ToolRendererProps>>>;

export type RunContextValue = {
  readonly runId: string;
  readonly store: ChannelStore<RunState>;
  readonly tools: ToolRenderers;
  readonly fallbackTool: ComponentType<ToolRendererProps>;
  readonly openParts: OpenParts;
  /** Keys that move the focus to what waits for a person; null for none. */
  readonly promptShortcut: string | null;
  /** Opens the search through the transcript; unset while no transcript is shown. */
  readonly find: { current: (() => void) | undefined };
  /** Shows another run, such as a fork of this one. */
  readonly onOpenRun?: ((runId: string) => void) | undefined;
};

export const [RunContextProvider, useRunContext, useOptionalRunContext] =
  createStrictContext<RunContextValue>("RunRoot");

/** A selection of the surrounding run's state. */
export function useRun<S>(
  consumerName: string,
  selector: (state: RunState) => S,
  isEqual?: (a: S, b: S) => boolean,
): S {
  return useStore(useRunContext(consumerName).store, selector, isEqual);
}

const NO_RUN = { get: () => undefined, subscribe: () => () => undefined };

/** A selection of the surrounding run's state, or of `undefined` where there is no run. */
export function useOptionalRun<S>(selector: (state: RunState | undefined) => S): S {
  return useStore<RunState | undefined, S>(useOptionalRunContext()?.store ?? NO_RUN, selector);
}
