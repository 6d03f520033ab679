import type { Part, TextPart } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { useCallback } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRunContext } from "../../context/RunContext.ts";
import type { Request } from "../../hooks/useRequest.ts";
import { useRequest } from "../../hooks/useRequest.ts";
import { openCodeQueries } from "../../queries/openCodeQueries.ts";

type WholeText = {
  readonly text: string;
  /** UTF-16 code units that are missing before `text`. */
  readonly skipped: number;
  readonly request: Request<string>;
};

/** A part's text, with the beginning that was left out of it once that is fetched. What is written on comes behind. */
export function useWholeText(part: TextPart): WholeText {
  const labels = useLabels();
  const { client } = useClientContext("PartRow");
  const { runId } = useRunContext("PartRow");
  const { skipped = 0 } = part;
  const { notKept } = labels;
  const select = useCallback(
    (whole: Part): string => {
      const beginning = beginningOf(whole, skipped);
      if (beginning === undefined) throw new OpenCodeKitError("not_found", notKept);
      return beginning;
    },
    [skipped, notKept],
  );
  const query = openCodeQueries(client).part({ runId, partId: part.id, version: skipped });
  const request = useRequest(skipped > 0 ? { ...query, select } : undefined);
  const isWhole = skipped > 0 && (request.data?.length ?? 0) >= skipped;
  return isWhole
    ? { text: (request.data ?? "").slice(0, skipped) + part.text, skipped: 0, request }
    : { text: part.text, skipped, request };
}

function beginningOf(whole: Part, skipped: number): string | undefined {
  if (whole.type !== "text" && whole.type !== "reasoning") return undefined;
  return (whole.skipped ?? 0) === 0 && whole.text.length >= skipped ? whole.text.slice(0, skipped) : undefined;
}
