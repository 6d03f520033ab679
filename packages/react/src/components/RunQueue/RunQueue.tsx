import type { RunSummary } from "@opencode-kit/client/protocol";
import { ListOrdered, Pause } from "lucide-react";
import { forwardRef, useCallback, useId, useState } from "react";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOptionalRunContext } from "../../context/RunContext.ts";
import { useAction } from "../../hooks/useAction.ts";
import { useMay } from "../../hooks/useMay.ts";
import type { Queue } from "../../hooks/useQueue.ts";
import { useQueue } from "../../hooks/useQueue.ts";
import { useComposedRefs } from "../../lib/composeRefs.ts";
import { Icon } from "../../lib/Icon.tsx";
import { useHeldFocus } from "../../lib/useHeldFocus.ts";
import { QueueEditor } from "./QueueEditor.tsx";
import { QueueRow } from "./QueueRow.tsx";

const Frame = createPart("div", "oc-queue");
const Header = createPart("div", "oc-queue-header");
const Title = createPart("h3", "oc-queue-title");
const List = createPart("ol", "oc-queue-list");
const Row = createPart("li", "oc-queue-row");
const Held = createPart("div", "oc-queue-held");
const Failure = createPart("p", "oc-prompt-error");
const Button = createPart("button", "oc-button");

export type RunQueueProps = FrameProps<"div"> & {
  /** A run of the session whose queue is shown. Default: the surrounding run. */
  readonly runId?: string | undefined;
  /** The session itself, instead of a run in it. */
  readonly sessionId?: string | undefined;
};

/**
 * The prompts that wait for their turn in a session: each can be changed, moved, handed to the agent now, or taken
 * out. Absent while none waits.
 *
 * @example
 * <RunQueue runId={runId} />
 */
export const RunQueue = forwardRef<HTMLDivElement, RunQueueProps>(({ runId, sessionId, ...props }, ref) => {
  const surrounding = useOptionalRunContext()?.runId;
  const shownId = runId ?? surrounding;
  if (sessionId === undefined && shownId === undefined) {
    throw new Error("`RunQueue` needs a `runId`, a `sessionId`, or a surrounding `RunRoot`.");
  }
  const queue = useQueue(sessionId === undefined ? { runId: shownId ?? "" } : { sessionId });
  const [edited, setEdited] = useState<readonly RunSummary[]>([]);
  const setEditing = useCallback(
    (run: RunSummary, isEditing: boolean) =>
      setEdited((before) => [...before.filter(({ id }) => id !== run.id), ...(isEditing ? [run] : [])]),
    [],
  );
  // What somebody writes does not vanish when the agent takes the prompt meanwhile.
  const gone = edited.filter(({ id }) => !queue.runs.some((run) => run.id === id));
  if (queue.runs.length === 0 && gone.length === 0) return null;
  return <FilledQueue ref={ref} queue={queue} gone={gone} edited={edited} onEdit={setEditing} {...props} />;
});
RunQueue.displayName = "RunQueue";

type FilledProps = Omit<RunQueueProps, "runId" | "sessionId"> & {
  readonly queue: Queue;
  readonly edited: readonly RunSummary[];
  /** Those of the edited that do not wait any more. */
  readonly gone: readonly RunSummary[];
  readonly onEdit: (run: RunSummary, isEditing: boolean) => void;
};

const FilledQueue = forwardRef<HTMLDivElement, FilledProps>(({ queue, edited, gone, onEdit, ...props }, ref) => {
  const labels = useLabels();
  const titleId = useId();
  const { may, reason } = useMay("resumeQueue");
  const resuming = useAction(queue.resume);
  const composedRef = useComposedRefs(ref, useHeldFocus("[data-slot='oc-queue-row']"));
  const { runs, isHeld } = queue;
  return (
    <Frame
      ref={composedRef}
      role="group"
      tabIndex={-1}
      aria-labelledby={titleId}
      data-oc-root=""
      data-state={isHeld ? "held" : "waiting"}
      {...props}
    >
      <Header>
        <Icon icon={ListOrdered} />
        <Title id={titleId}>{labels.queue}</Title>
        <span data-slot="oc-queue-count">{labels.queueCount(runs.length)}</span>
      </Header>
      {isHeld ? (
        <Held role="status">
          <Icon icon={Pause} />
          <span data-slot="oc-queue-held-text">{labels.queueHeld}</span>
          <Button
            data-size="small"
            disabled={!may || resuming.isBusy}
            title={reason}
            onClick={() => void resuming.run()}
          >
            {labels.resumeQueue}
          </Button>
        </Held>
      ) : null}
      {resuming.error === undefined ? null : <Failure role="alert">{labels.sendFailed(resuming.error)}</Failure>}
      <List aria-labelledby={titleId}>
        {[...gone, ...runs].map((run) => {
          const at = runs.indexOf(run);
          return edited.some(({ id }) => id === run.id) ? (
            <Row key={run.id} data-state="editing">
              <QueueEditor runId={run.id} queue={queue} isGone={at === -1} onClose={() => onEdit(run, false)} />
            </Row>
          ) : (
            <QueueRow
              key={run.id}
              run={run}
              isFirst={at === 0}
              isLast={at === runs.length - 1}
              queue={queue}
              onEdit={() => onEdit(run, true)}
            />
          );
        })}
      </List>
    </Frame>
  );
});
FilledQueue.displayName = "FilledQueue";
