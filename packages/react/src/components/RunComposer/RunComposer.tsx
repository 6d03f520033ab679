import type { SubmitResult } from "@opencode-kit/client/protocol";
import { isRunOver } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { forwardRef, useState } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useOptionalRunContext } from "../../context/RunContext.ts";
import { useBoundRun } from "../../context/useBoundRun.ts";
import { useMay } from "../../hooks/useMay.ts";
import { useQueue } from "../../hooks/useQueue.ts";
import { draftKeyOf, draftsOf } from "../PromptComposer/drafts.ts";
import type { PromptComposerProps } from "../PromptComposer/PromptComposer.tsx";
import { PromptComposer } from "../PromptComposer/PromptComposer.tsx";
import { RunQueue } from "../RunQueue/RunQueue.tsx";

const Frame = createPart("div", "oc-run-composer");

type Inherited = Omit<PromptComposerProps, "onSubmit" | "isBusy" | "draftKey">;

export type RunComposerProps = Inherited & {
  /** The run that is followed up. Default: the surrounding run. */
  readonly runId?: string | undefined;
  /** Called with what became of the prompt. */
  readonly onSubmitted?: ((result: SubmitResult) => void) | undefined;
  /** Opens a run that has started by the prompt. Default: that of the surrounding `RunRoot`. */
  readonly onOpenRun?: ((runId: string) => void) | undefined;
};

/**
 * Follows a run up in its session: waits in the queue or steers while the agent works, starts a new run else. The
 * queue is above it. What is typed is kept per session while the page lives.
 *
 * @example
 * <RunComposer runId={runId} onOpenRun={setRunId} />
 */
export const RunComposer = forwardRef<HTMLFormElement, RunComposerProps>(({ runId, ...props }, ref) => {
  const surrounding = useOptionalRunContext()?.runId;
  const followed = runId ?? surrounding;
  if (followed === undefined) throw new Error("`RunComposer` needs a `runId` or a surrounding `RunRoot`.");
  // Another run's composer is another one, with a draft of its own.
  return <BoundComposer key={followed} ref={ref} runId={followed} {...props} />;
});
RunComposer.displayName = "RunComposer";

const selectIsOver = (state: RunState): boolean => isRunOver(state.status);
const selectSession = (state: RunState): string | undefined => state.sessionId;
const selectIsKnown = (state: RunState): boolean => state.createdAt !== 0;

const BoundComposer = forwardRef<HTMLFormElement, RunComposerProps & { readonly runId: string }>(
  ({ runId, onSubmitted, onOpenRun, disabledReason, ...props }, ref) => {
    const { client } = useClientContext("RunComposer");
    const context = useOptionalRunContext();
    const { reason } = useMay("submit");
    const isOver = useBoundRun("RunComposer", runId, selectIsOver);
    const isKnown = useBoundRun("RunComposer", runId, selectIsKnown);
    const ofRun = useBoundRun("RunComposer", runId, selectSession);
    const { isBusy, sessionId = ofRun } = useQueue({ runId });
    // The name stays while somebody writes, although the run gets its session meanwhile.
    const [draftKey] = useState(() => draftKeyOf(draftsOf(client), runId, sessionId));
    const open = onOpenRun ?? context?.onOpenRun;
    return (
      <Frame data-oc-root="">
        <RunQueue runId={runId} />
        <PromptComposer
          ref={ref}
          attachments
          choices
          isBusy={isBusy || (isKnown && !isOver)}
          draftKey={draftKey}
          disabledReason={disabledReason ?? reason}
          onSubmit={async (prompt, options) => {
            const result = await client.submit({ prompt, followsRunId: runId, ...options });
            // Before the run that has started is opened, whose composer is the next of this session.
            draftsOf(client).delete(draftKey);
            onSubmitted?.(result);
            if (result.disposition === "started") open?.(result.runId);
          }}
          {...props}
        />
      </Frame>
    );
  },
);
BoundComposer.displayName = "BoundComposer";
