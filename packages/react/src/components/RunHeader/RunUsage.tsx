import type { RunState } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun } from "../../context/RunContext.ts";
import { formatCost, formatCount } from "../../lib/format.ts";

const Frame = createPart("span", "oc-usage");

const selectUsage = (state: RunState): RunState["usage"] => state.usage;

/** Tokens and cost of the run so far. */
export function RunUsage(): ReactNode {
  const labels = useLabels();
  const { input, output, reasoning, cacheRead, cacheWrite, cost } = useRun("RunUsage", selectUsage);
  const all = input + output + reasoning + cacheRead + cacheWrite;
  if (all === 0) return null;
  return (
    <>
      <Frame title={labels.tokensDetail(formatCount(input), formatCount(output + reasoning), formatCount(cacheRead))}>
        {labels.tokens(formatCount(all))}
      </Frame>
      {cost > 0 ? <Frame data-kind="cost">{formatCost(cost)}</Frame> : null}
    </>
  );
}
