import type { Usage } from "@opencode-kit/client/protocol";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { tokensOf } from "./tokensOf.ts";
import { formatCost, formatCount } from "../../lib/format.ts";

const Frame = createPart("span", "oc-usage");

type Props = {
  readonly usage: Usage;
  /** Whose use it is, before the numbers in detail. */
  readonly of?: string | undefined;
};

/** Tokens and cost. Absent where nothing was used. */
export function UsageText({ usage, of }: Props): ReactNode {
  const labels = useLabels();
  const { input, output, reasoning, cacheRead, cost } = usage;
  const all = tokensOf(usage);
  if (all === 0 && cost === 0) return null;
  const detail = labels.tokensDetail(formatCount(input), formatCount(output + reasoning), formatCount(cacheRead));
  return (
    <>
      <Frame title={of === undefined ? detail : `${of}: ${detail}`}>{labels.tokens(formatCount(all))}</Frame>
      {cost > 0 ? <Frame data-kind="cost">{formatCost(cost)}</Frame> : null}
    </>
  );
}
