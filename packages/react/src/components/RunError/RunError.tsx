import type { RunState } from "@opencode-kit/client/state";
import { CircleStop, FileX } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun } from "../../context/RunContext.ts";
import { Icon } from "../../lib/Icon.tsx";
import { oneLine } from "../../lib/oneLine.ts";
import { ErrorNotice } from "./ErrorNotice.tsx";

const Marker = createPart("div", "oc-marker");

const selectError = (state: RunState): RunState["error"] => (state.status === "aborted" ? undefined : state.error);
const selectIsAborted = (state: RunState): boolean => state.status === "aborted";

const selectNotMade = ({ outputFile, outputMissing }: RunState): string | undefined =>
  outputMissing === true ? outputFile : undefined;

/** How the run ended, where it did not end well: why it failed, that it was stopped, what it has not made. */
export function RunError(): ReactNode {
  const labels = useLabels();
  const error = useRun("RunError", selectError);
  const isAborted = useRun("RunError", selectIsAborted);
  const notMade = useRun("RunError", selectNotMade);
  return (
    <>
      {error === undefined ? null : <ErrorNotice error={error} />}
      {isAborted ? (
        <Marker data-kind="stopped">
          <Icon icon={CircleStop} />
          {labels.stoppedHere}
        </Marker>
      ) : null}
      {notMade === undefined ? null : (
        <Marker data-kind="not-made">
          <Icon icon={FileX} />
          {labels.outputNotMade(oneLine(notMade))}
        </Marker>
      )}
    </>
  );
}
