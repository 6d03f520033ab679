import type { RunState } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { useRun } from "../../context/RunContext.ts";
import { UsageText } from "./UsageText.tsx";

const selectUsage = (state: RunState): RunState["usage"] => state.usage;

/** Tokens and cost of the run so far. */
export function RunUsage(): ReactNode {
  return <UsageText usage={useRun("RunUsage", selectUsage)} />;
}
