import type { Recording } from "@opencode-kit/client/recording";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import { forwardRef } from "react";
import { EmptyRun } from "./EmptyRun.tsx";
import { LazyRecordedRun } from "./LazyRuns.tsx";
import { LoadingRun } from "./LoadingRun.tsx";
import type { OpenCodeRunReference } from "./OpenCodeRunReference.ts";
import { OutputRun } from "./OutputRun.tsx";
import type { PlaybackOptions, RunViewProps } from "./RunView.tsx";
import { frameProps, RunView } from "./RunView.tsx";

type LiveSource = {
  /** The run to show, of the provider's room. Without one, the empty state. */
  readonly runId: string | undefined;
  readonly output?: undefined;
  readonly recording?: undefined;
};

type OutputSource = {
  readonly runId?: undefined;
  /**
   * What `opencodeTask` says of its run. A reference `{ room, runId, status, … }` is followed live in the provider's
   * room. A snapshot is shown as it is and needs no provider; give each later one as it comes. Undefined while there is
   * none yet.
   */
  readonly output: OpenCodeRunOutput | OpenCodeRunReference | undefined;
  readonly recording?: undefined;
};

type RecordedSource = PlaybackOptions & {
  readonly runId?: undefined;
  readonly output?: undefined;
  /** Of `parseRecording`; its last run is played. Needs no provider. Keep its identity. */
  readonly recording: Recording | undefined;
};

export type OpenCodeRunProps = RunViewProps & (LiveSource | OutputSource | RecordedSource);

/**
 * A run of the agent: what it says, what it does, what it plans, and what it needs from a person. Give exactly one of
 * `runId`, `output` and `recording`. Fills its parent's height. A thin composition of public parts; pass children to
 * compose them in another way.
 *
 * @example
 * <OpenCodeProvider host={location.host} room="my-room">
 *   <OpenCodeRun runId={runId} tools={{ deploy: DeployCard }} />
 * </OpenCodeProvider>
 *
 * @example
 * // In a chat: the part of the tool that runs the agent.
 * <OpenCodeRun output={part.output} />
 *
 * @example
 * // `@opencode-kit/client/recording`
 * const recording = parseRecording(await (await fetch("/run.jsonl")).text());
 * <OpenCodeRun recording={recording} speed={4} />
 */
export const OpenCodeRun = forwardRef<HTMLElement, OpenCodeRunProps>((props, ref) => {
  const { runId, output, recording, ...others } = props;
  if ([runId, output, recording].filter((source) => source !== undefined).length > 1) {
    throw new Error("`OpenCodeRun` shows one thing: give it either a `runId`, an `output` or a `recording`.");
  }
  if (recording !== undefined) return <LazyRecordedRun ref={ref} recording={recording} {...others} />;
  const {
    speed: _speed,
    autoPlay: _autoPlay,
    controls: _controls,
    ...rest
  } = others as typeof others & PlaybackOptions;
  if (output !== undefined) return <OutputRun ref={ref} output={output} {...rest} />;
  if (runId !== undefined) return <RunView ref={ref} runId={runId} {...rest} />;
  const isToCome = !("runId" in props) && ("output" in props || "recording" in props);
  const Frame = isToCome ? LoadingRun : EmptyRun;
  return <Frame ref={ref} {...frameProps(rest)} />;
});
OpenCodeRun.displayName = "OpenCodeRun";
