import { forwardRef } from "react";
import { createPart } from "../../context/createPart.ts";
import { ConnectionNotice } from "../ConnectionNotice/ConnectionNotice.tsx";
import { PendingList } from "../PendingList/PendingList.tsx";
import { RunComposer } from "../RunComposer/RunComposer.tsx";
import { StillRunning } from "../StillRunning/StillRunning.tsx";
import { RunActivity } from "../RunActivity/RunActivity.tsx";
import { RunHeader } from "../RunHeader/RunHeader.tsx";
import type { RunRootProps } from "../RunRoot/RunRoot.tsx";
import { RunRoot } from "../RunRoot/RunRoot.tsx";
import { RunTodos } from "../RunTodos/RunTodos.tsx";
import { RunTranscript } from "../RunTranscript/RunTranscript.tsx";
import { EmptyRun } from "./EmptyRun.tsx";
import { RunAnnouncer } from "./RunAnnouncer.tsx";

const Dock = createPart("div", "oc-dock");

export type OpenCodeRunProps = Omit<RunRootProps, "runId"> & {
  /** The run to show. Without one, the empty state. */
  readonly runId: string | undefined;
  /** Shows a composer that follows the run up, with the queue. Default: false, for a host that places its own. */
  readonly composer?: boolean;
};

/**
 * A run of the agent, live: what it says, what it does, what it plans, and what it needs from a person. Fills its
 * parent's height. A thin composition of public parts; pass children to compose them in another way.
 *
 * @example
 * <OpenCodeProvider host={location.host} room="my-room">
 *   <OpenCodeRun runId={runId} tools={{ deploy: DeployCard }} />
 * </OpenCodeProvider>
 */
export const OpenCodeRun = forwardRef<HTMLElement, OpenCodeRunProps>(
  ({ runId, composer = false, children, ...props }, ref) => {
    if (runId === undefined) {
      const { tools: _tools, fallbackTool: _fallback, onOpenRun: _open, classNames: _classNames, ...rest } = props;
      return <EmptyRun ref={ref} {...rest} />;
    }
    return (
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
            {composer ? <RunComposer /> : null}
            <RunAnnouncer />
          </>
        )}
      </RunRoot>
    );
  },
);
OpenCodeRun.displayName = "OpenCodeRun";
