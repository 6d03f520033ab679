import type { RunState } from "@opencode-kit/client/state";
import { CircleStop } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun } from "../../context/RunContext.ts";
import { Icon } from "../../lib/Icon.tsx";
import { ErrorNotice } from "./ErrorNotice.tsx";

const Marker = createPart("div", "oc-marker");

const selectError = (state: RunState): RunState["error"] => (state.status === "aborted" ? undefined : state.error);
const selectIsAborted = (state: RunState): boolean => state.status === "aborted";

/** How the run ended, where it did not end well. */
export function RunError(): ReactNode {
  const labels = useLabels();
  const error = useRun("RunError", selectError);
  const isAborted = useRun("RunError", selectIsAborted);
  if (error !== undefined) return <ErrorNotice error={error} />;
  if (!isAborted) return null;
  return (
    <Marker data-kind="stopped">
      <Icon icon={CircleStop} />
      {labels.stoppedHere}
    </Marker>
  );
}
