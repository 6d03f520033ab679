import type { ReactNode } from "react";
import { forwardRef } from "react";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useRunContext } from "../../context/RunContext.ts";
import { useRunPhase } from "../../context/useRunPhase.ts";
import { ConnectionNotice } from "../ConnectionNotice/ConnectionNotice.tsx";
import { PendingList } from "../PendingList/PendingList.tsx";
import { RunActivity } from "../RunActivity/RunActivity.tsx";
import { RunComposer } from "../RunComposer/RunComposer.tsx";
import { RunHeader } from "../RunHeader/RunHeader.tsx";
import type { RunRootProps } from "../RunRoot/RunRoot.tsx";
import { RunRoot } from "../RunRoot/RunRoot.tsx";
import { RunTodos } from "../RunTodos/RunTodos.tsx";
import { RunTranscript } from "../RunTranscript/RunTranscript.tsx";
import { StillRunning } from "../StillRunning/StillRunning.tsx";
import { RunAnnouncer } from "./RunAnnouncer.tsx";

const Dock = createPart("div", "oc-dock");

export type RunViewProps = Omit<RunRootProps, "runId"> & {
  /** Shows a composer that follows the run up, with the queue. Default: false, for a host that places its own. */
  readonly composer?: boolean;
};

/** How a recording is played. */
export type PlaybackOptions = {
  /** 1 is real time; `Infinity` shows the end at once. Default: 1. */
  readonly speed?: number;
  /** Whether it plays as soon as it is there. Default: true. */
  readonly autoPlay?: boolean;
  /** Shows a bar to play, pause and seek. Default: true. */
  readonly controls?: boolean;
};

type Props = RunViewProps & {
  readonly runId: string;
  /** Stands below all else. */
  readonly footer?: ReactNode;
};

/** A run of the surrounding client, in the parts that the kit gives it. */
export const RunView = forwardRef<HTMLElement, Props>(
  ({ runId, composer = false, footer, children, ...props }, ref) => (
    // A run's open cards and scroll position belong to that run alone.
    <RunRoot key={runId} ref={ref} runId={runId} {...props}>
      {children ?? (
        <>
          <RunHeader />
          <ConnectionNotice />
          <RunTranscript />
          <Dock>
            <RunTodos />
            <RunActivity />
            <StillRunning />
            <PendingList />
          </Dock>
          {composer ? <FollowUp /> : null}
          <RunAnnouncer />
        </>
      )}
      {footer}
    </RunRoot>
  ),
);
RunView.displayName = "RunView";

/** Nothing follows a run that is not there. */
function FollowUp(): ReactNode {
  return useRunPhase(useRunContext("RunView").store) === "unavailable" ? null : <RunComposer />;
}

/** What a frame without a run has of the properties of a run. */
export function frameProps({
  tools: _tools,
  fallbackTool: _fallbackTool,
  onOpenRun: _onOpenRun,
  classNames: _classNames,
  composer: _composer,
  promptShortcut: _promptShortcut,
  openParts: _openParts,
  defaultOpenParts: _defaultOpenParts,
  onOpenPartsChange: _onOpenPartsChange,
  children: _children,
  ...rest
}: RunViewProps): PartProps<"section"> {
  return rest;
}
