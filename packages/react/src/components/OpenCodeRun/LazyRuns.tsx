import type { Recording } from "@opencode-kit/client/recording";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import { forwardRef } from "react";
import { useLabels } from "../../context/LabelsContext.tsx";
import { createLazy } from "../../lib/createLazy.ts";
import { FailedRun } from "./FailedRun.tsx";
import { LoadingRun } from "./LoadingRun.tsx";
import type { PlaybackOptions, RunViewProps } from "./RunView.tsx";
import { frameProps } from "./RunView.tsx";

const useRecordedRun = createLazy(async () => (await import("./RecordedRun.tsx")).RecordedRun);
const useSnapshotRun = createLazy(async () => (await import("./SnapshotRun.tsx")).SnapshotRun);

export type RecordedRunProps = RunViewProps & PlaybackOptions & { readonly recording: Recording };
export type SnapshotRunProps = RunViewProps & { readonly output: OpenCodeRunOutput };

/** A run that is played, by a player that few pages need. */
export const LazyRecordedRun = forwardRef<HTMLElement, RecordedRunProps>((props, ref) => {
  const { value: RecordedRun, error } = useRecordedRun();
  if (RecordedRun !== undefined) return <RecordedRun ref={ref} {...props} />;
  const { recording: _recording, speed: _speed, autoPlay: _autoPlay, controls: _controls, ...rest } = props;
  return <Unloaded ref={ref} error={error} {...rest} />;
});
LazyRecordedRun.displayName = "LazyRecordedRun";

/** A run that is given whole, of which pages with a room have no need. */
export const LazySnapshotRun = forwardRef<HTMLElement, SnapshotRunProps>((props, ref) => {
  const { value: SnapshotRun, error } = useSnapshotRun();
  // Another run is another state; a later snapshot of the same is a change of it.
  if (SnapshotRun !== undefined) return <SnapshotRun key={props.output.runId} ref={ref} {...props} />;
  const { output: _output, ...rest } = props;
  return <Unloaded ref={ref} error={error} {...rest} />;
});
LazySnapshotRun.displayName = "LazySnapshotRun";

const Unloaded = forwardRef<HTMLElement, RunViewProps & { readonly error: string | undefined }>(
  ({ error, ...props }, ref) => {
    const labels = useLabels();
    if (error === undefined) return <LoadingRun ref={ref} {...frameProps(props)} />;
    const failure = { code: "network", message: error } as const;
    return <FailedRun ref={ref} heading={labels.channelError} error={failure} {...frameProps(props)} />;
  },
);
Unloaded.displayName = "Unloaded";
