import type { Part, ToolPart } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { useCallback, useMemo } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRunContext } from "../../context/RunContext.ts";
import type { WholePart } from "../ToolCard/WholePart.ts";
import { useRequest } from "../../hooks/useRequest.ts";
import { openCodeQueries } from "../../queries/openCodeQueries.ts";

type Whole = Pick<ToolPart, "input" | "metadata">;

/** A tool call with its input and metadata as they are, once its card has asked for what was cut of them. */
export function useWholeTool(part: ToolPart): { readonly part: ToolPart; readonly value: WholePart } {
  const labels = useLabels();
  const { client } = useClientContext("ToolRow");
  const { runId } = useRunContext("ToolRow");
  const { notKept } = labels;
  const select = useCallback(
    (whole: Part): Whole => {
      if (whole.type !== "tool") throw new OpenCodeKitError("not_found", notKept);
      return whole;
    },
    [notKept],
  );
  const isCut = part.isInputCut === true || part.isMetadataCut === true;
  // A call's input and metadata are settled with its status.
  const query = openCodeQueries(client).part({ runId, partId: part.id, version: part.status });
  const { data, isLoaded, isBusy, error, load } = useRequest(isCut ? { ...query, select } : undefined);
  const value = useMemo(
    () => ({ isMissing: isCut && data === undefined, isStale: isCut && !isLoaded, isBusy, error, load }),
    [isCut, data, isLoaded, isBusy, error, load],
  );
  const whole = useMemo(() => (isCut && data !== undefined ? uncut(part, data) : part), [isCut, data, part]);
  return { part: whole, value };
}

/** Only what is cut is taken from what was fetched: the rest of the part is newer. */
function uncut({ isInputCut, isMetadataCut, ...part }: ToolPart, { input, metadata }: Whole): ToolPart {
  return { ...part, ...(isInputCut ? { input } : {}), ...(isMetadataCut ? { metadata } : {}) };
}
