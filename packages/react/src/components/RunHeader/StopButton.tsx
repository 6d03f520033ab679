import { isRunOver } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { Square } from "lucide-react";
import type { ReactNode } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun, useRunContext } from "../../context/RunContext.ts";
import { useAction } from "../../hooks/useAction.ts";
import { useConnection } from "../../hooks/useConnection.ts";
import { Icon } from "../../lib/Icon.tsx";

const Button = createPart("button", "oc-stop-button");
const Failure = createPart("span", "oc-stop-error");

const selectStatus = (state: RunState): RunState["status"] => state.status;

/** Stops the run; says that it is stopping until the agent has truly stopped. Absent once the run is over. */
export function StopButton(): ReactNode {
  const labels = useLabels();
  const { client } = useClientContext("StopButton");
  const { runId } = useRunContext("StopButton");
  const status = useRun("StopButton", selectStatus);
  const { role } = useConnection();
  const { run, isBusy, error } = useAction(() => client.stop(runId));
  if (isRunOver(status) || role === "viewer") return null;
  const isStopping = isBusy || status === "stopping";
  return (
    <>
      {error === undefined ? null : <Failure role="alert">{labels.sendFailed(error)}</Failure>}
      <Button disabled={isStopping} data-state={isStopping ? "stopping" : "idle"} onClick={() => void run()}>
        <Icon icon={Square} />
        {isStopping ? labels.stopping : labels.stop}
      </Button>
    </>
  );
}
