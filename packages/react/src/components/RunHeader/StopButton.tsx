import { isRunOver } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { Square } from "lucide-react";
import { forwardRef } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun, useRunContext } from "../../context/RunContext.ts";
import { useAction } from "../../hooks/useAction.ts";
import { useMay } from "../../hooks/useMay.ts";
import { composeHandlers } from "../../lib/composeHandlers.ts";
import { Icon } from "../../lib/Icon.tsx";

const Button = createPart("button", "oc-stop-button");
const Failure = createPart("span", "oc-stop-error");

const selectStatus = (state: RunState): RunState["status"] => state.status;

export type StopButtonProps = FrameProps<"button"> & {
  /** Ends what the run has started in the background as well. Default: false. */
  readonly processes?: boolean;
};

/** Stops the run; says that it is stopping until the agent has truly stopped. Absent once the run is over. */
export const StopButton = forwardRef<HTMLButtonElement, StopButtonProps>((props, ref) => {
  const { processes = false, disabled = false, onClick, ...rest } = props;
  const labels = useLabels();
  const { client } = useClientContext("StopButton");
  const { runId } = useRunContext("StopButton");
  const status = useRun("StopButton", selectStatus);
  const { may, reason } = useMay("stop");
  const { run, isBusy, error } = useAction(() => (processes ? client.stop(runId, { processes }) : client.stop(runId)));
  if (isRunOver(status)) return null;
  const isStopping = isBusy || status === "stopping";
  return (
    <>
      {error === undefined ? null : <Failure role="alert">{labels.sendFailed(error)}</Failure>}
      <Button
        ref={ref}
        title={reason}
        data-state={isStopping ? "stopping" : "idle"}
        {...rest}
        disabled={disabled || isStopping || !may}
        onClick={composeHandlers(onClick, () => void run())}
      >
        <Icon icon={Square} />
        {isStopping ? labels.stopping : labels.stop}
      </Button>
    </>
  );
});
StopButton.displayName = "StopButton";
