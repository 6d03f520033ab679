import type { Part, TextPart } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { useClientContext } from "../../context/ClientContext.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRunContext } from "../../context/RunContext.ts";
import type { Request } from "../../hooks/useRequest.ts";
import { useRequest } from "../../hooks/useRequest.ts";

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
  const request = useRequest(async () => {
    const beginning = beginningOf(await client.getPart({ runId, partId: part.id }), skipped);
    if (beginning === undefined) throw new OpenCodeKitError("not_found", labels.notKept);
    return beginning;
  }, String(skipped));
  const isWhole = skipped > 0 && (request.data?.length ?? 0) >= skipped;
  return isWhole
    ? { text: (request.data ?? "").slice(0, skipped) + part.text, skipped: 0, request }
    : { text: part.text, skipped, request };
}

function beginningOf(whole: Part, skipped: number): string | undefined {
  if (whole.type !== "text" && whole.type !== "reasoning") return undefined;
  return (whole.skipped ?? 0) === 0 && whole.text.length >= skipped ? whole.text.slice(0, skipped) : undefined;
}
