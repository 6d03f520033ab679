import type { RunState } from "@opencode-kit/client/state";
import type { ComponentType } from "react";
import { forwardRef, useMemo, useState } from "react";
import type { ClassNames } from "../../context/ClassNames.tsx";
import { ClassNamesProvider } from "../../context/ClassNames.tsx";
import { useClientContext } from "../../context/ClientContext.ts";
import type { OpenPartsProps } from "../../context/useOpenParts.ts";
import { useOpenParts } from "../../context/useOpenParts.ts";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { RunContextValue, ToolRendererProps, ToolRenderers } from "../../context/RunContext.ts";
import { RunContextProvider } from "../../context/RunContext.ts";
import { useRunPhase } from "../../context/useRunPhase.ts";
import { useStore } from "../../lib/useStore.ts";
import { DEFAULT_PROMPT_SHORTCUT } from "../PendingList/PendingList.tsx";
import { defaultTools } from "../ToolCard/defaultTools.ts";
import { GenericTool } from "../ToolCard/GenericTool.tsx";

const Frame = createPart("section", "oc-run");

export type RunRootProps = PartProps<"section"> &
  OpenPartsProps & {
    readonly runId: string;
    /** Renderers by tool name, before the kit's own. Keep the object's identity. */
    readonly tools?: ToolRenderers | undefined;
    /** Renders tools that nobody has a renderer for, such as MCP tools. Default: input and output as text. */
    readonly fallbackTool?: ComponentType<ToolRendererProps> | undefined;
    /**
     * Keys that move the focus to what waits for a person, from prompt to prompt, in the form of `aria-keyshortcuts`; null
     * for none. They do nothing while somebody types in a field. Default: `Alt+P`.
     */
    readonly promptShortcut?: string | null | undefined;
    /** Shows another run: a fork of this one, or one that was started by its composer. Keep its identity. */
    readonly onOpenRun?: ((runId: string) => void) | undefined;
    /** Class names by slot, for everything inside. Keep the object's identity. */
    readonly classNames?: ClassNames | undefined;
  };

/** Gives its parts one run, and frames them. */
export const RunRoot = forwardRef<HTMLElement, RunRootProps>((allProps, ref) => {
  const { runId, tools, fallbackTool = GenericTool, onOpenRun, classNames, children, ...others } = allProps;
  const { promptShortcut = DEFAULT_PROMPT_SHORTCUT, ...opening } = others;
  const { openParts: givenOpen, defaultOpenParts, onOpenPartsChange, ...props } = opening;
  const { client } = useClientContext("RunRoot");
  const labels = useLabels();
  const store = client.run(runId);
  const openParts = useOpenParts({ openParts: givenOpen, defaultOpenParts, onOpenPartsChange });
  const [find] = useState<RunContextValue["find"]>(() => ({ current: undefined }));
  const allTools = useMemo(() => ({ ...defaultTools, ...tools }), [tools]);
  const value = useMemo(
    () => ({ runId, store, tools: allTools, fallbackTool, openParts, promptShortcut, find, onOpenRun }),
    [runId, store, allTools, fallbackTool, openParts, promptShortcut, find, onOpenRun],
  );
  const phase = useRunPhase(store);
  const status = useStore(store, selectStatus);
  return (
    <RunContextProvider value={value}>
      <ClassNamesProvider classNames={classNames}>
        <Frame
          ref={ref}
          aria-label={labels.run}
          data-oc-root=""
          data-status={phase === "known" ? status : phase}
          {...props}
        >
          {children}
        </Frame>
      </ClassNamesProvider>
    </RunContextProvider>
  );
});
RunRoot.displayName = "RunRoot";

const selectStatus = (state: RunState): RunState["status"] => state.status;
