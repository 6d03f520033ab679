import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { Request } from "../../hooks/useRequest.ts";
import { formatCount } from "../../lib/format.ts";
import { RequestButton } from "../Request/RequestButton.tsx";

const Frame = createPart("div", "oc-skipped");

type Props = { readonly skipped: number; readonly request: Request<unknown> };

/** Says that the beginning of a text is not here, and fetches it. */
export function SkippedText({ skipped, request }: Props): ReactNode {
  const labels = useLabels();
  if (skipped === 0) return null;
  return (
    <Frame>
      <span data-slot="oc-skipped-text">{labels.skippedText(formatCount(skipped))}</span>
      <RequestButton request={request}>{labels.showWholeText}</RequestButton>
    </Frame>
  );
}
