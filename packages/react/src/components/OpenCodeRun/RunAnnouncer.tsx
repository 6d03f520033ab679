import type { RunState } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun } from "../../context/RunContext.ts";

const selectShown = (state: RunState): RunState["status"] | undefined =>
  state.createdAt === 0 ? undefined : state.status;

const selectLeft = (state: RunState): number => state.stillRunning?.length ?? 0;

/** Tells a screen reader of each change of the run's status and of what a stop has left, politely, and of nothing else. */
export function RunAnnouncer(): ReactNode {
  const labels = useLabels();
  const status = useRun("RunAnnouncer", selectShown);
  const left = useRun("RunAnnouncer", selectLeft);
  return (
    <div data-slot="oc-visually-hidden" role="status" aria-live="polite">
      {status === undefined ? "" : labels.runStatusAnnouncement(status)}
      {left === 0 ? "" : ` ${labels.stillRunning(left)}`}
    </div>
  );
}
