import { isRunOver } from "@opencode-kit/client/protocol";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import { forwardRef } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { FailedRun } from "./FailedRun.tsx";
import { LazySnapshotRun } from "./LazyRuns.tsx";
import { LoadingRun } from "./LoadingRun.tsx";
import type { OpenCodeRunReference } from "./OpenCodeRunReference.ts";
import type { RunViewProps } from "./RunView.tsx";
import { frameProps, RunView } from "./RunView.tsx";

type Props = RunViewProps & { readonly output: OpenCodeRunOutput | OpenCodeRunReference };

/** A run as the tool that started it tells of it. */
export const OutputRun = forwardRef<HTMLElement, Props>(({ output, ...props }, ref) =>
  "messages" in output ? (
    <LazySnapshotRun ref={ref} output={output} {...props} />
  ) : (
    <ReferredRun ref={ref} reference={output} {...props} />
  ),
);
OutputRun.displayName = "OutputRun";

type ReferredProps = RunViewProps & { readonly reference: OpenCodeRunReference };

const ReferredRun = forwardRef<HTMLElement, ReferredProps>(({ reference, ...props }, ref) => {
  const labels = useLabels();
  const { client } = useClientContext("OpenCodeRun");
  const { room, runId, status, error, errorInfo } = reference;
  const connected = client.address.room;
  if (runId === "" && isRunOver(status)) {
    const shown = errorInfo ?? { code: "internal", message: error ?? "" };
    return <FailedRun ref={ref} heading={labels.notTaken} error={shown} {...frameProps(props)} />;
  }
  if (runId === "") return <LoadingRun ref={ref} {...frameProps(props)} />;
  if (connected !== undefined && connected !== room) {
    const elsewhere = { code: "not_found", message: labels.otherRoom(room, connected) } as const;
    return <FailedRun ref={ref} heading={labels.channelError} error={elsewhere} {...frameProps(props)} />;
  }
  return <RunView ref={ref} runId={runId} {...props} />;
});
ReferredRun.displayName = "ReferredRun";
