import type { AnsweredRequest, PendingRequest, RoomPending, RunSummary } from "@opencode-kit/client/protocol";
import type { RoomState, RunState } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { forwardRef, useCallback, useMemo, useState } from "react";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOptionalRunContext, useRun } from "../../context/RunContext.ts";
import { useRoom } from "../../hooks/useRoom.ts";
import { useComposedRefs } from "../../lib/composeRefs.ts";
import { isSameList } from "../../lib/isSameList.ts";
import { useHeldFocus } from "../../lib/useHeldFocus.ts";
import { useShortcut } from "../../lib/useShortcut.ts";
import { AnsweredNotice } from "../AnsweredNotice/AnsweredNotice.tsx";
import { PendingItem } from "./PendingItem.tsx";
import type { Origin } from "./PromptOrigin.tsx";
import { PromptOrigin } from "./PromptOrigin.tsx";
import { focusNextPrompt } from "./focusNextPrompt.ts";
import { useAnswered } from "./useAnswered.ts";

const Frame = createPart("div", "oc-pending");
const Notices = createPart("div", "oc-pending-notices");

export type PendingListProps = FrameProps<"div"> & {
  /** What waits. Default: what waits in the surrounding run; outside of a run, in the whole room. */
  readonly requests?: readonly PendingRequest[] | undefined;
  /** Opens the run that a request belongs to, in a list of the whole room. */
  readonly onOpenRun?: ((runId: string) => void) | undefined;
  /**
   * Keys that move the focus to what waits, from prompt to prompt, in the form of `aria-keyshortcuts`; null for none.
   * They do nothing while somebody types in a field. Default: the surrounding run's, else `Alt+P`.
   */
  readonly shortcut?: string | null | undefined;
};

export const DEFAULT_PROMPT_SHORTCUT = "Alt+P";

/**
 * Everything that waits for a person, oldest first, answered through the surrounding client. A prompt that somebody
 * else answers says so for a while.
 *
 * @example
 * <PendingList onOpenRun={setRunId} />
 */
export const PendingList = forwardRef<HTMLDivElement, PendingListProps>((props, ref) =>
  useOptionalRunContext() === undefined ? <RoomList ref={ref} {...props} /> : <RunList ref={ref} {...props} />,
);
PendingList.displayName = "PendingList";

const selectPending = (state: RunState): readonly PendingRequest[] => state.pending;
const selectAnswered = (state: RunState | RoomState): readonly AnsweredRequest[] => state.answered;
const selectRoomPending = (room: RoomState): readonly RoomPending[] => room.pending;

const RunList = forwardRef<HTMLDivElement, PendingListProps>(({ requests, onOpenRun: _open, ...props }, ref) => {
  const pending = useRun("PendingList", selectPending);
  const answered = useRun("PendingList", selectAnswered);
  const originOf = useCallback((request: PendingRequest) => <RunOrigin sessionId={request.sessionId} />, []);
  const hasOrigin = useRun("PendingList", selectRoot);
  return (
    <List
      ref={ref}
      requests={requests ?? pending}
      answered={answered}
      originOf={(request) =>
        hasOrigin === undefined || request.sessionId === hasOrigin ? undefined : originOf(request)
      }
      {...props}
    />
  );
});
RunList.displayName = "RunList";

const selectRoot = (state: RunState): string | undefined => state.sessionId;

/** In a run, a request of its own session needs no word of where it is from. */
function RunOrigin({ sessionId }: { readonly sessionId: string }): ReactNode {
  const subagent = useRun(
    "PendingList",
    useCallback((state: RunState) => state.sessions[sessionId]?.title, [sessionId]),
  );
  return <PromptOrigin origin={{ isSubagent: true, subagent }} onOpen={undefined} />;
}

const RoomList = forwardRef<HTMLDivElement, PendingListProps>(({ requests, onOpenRun, ...props }, ref) => {
  const pending = useRoom(selectRoomPending);
  const answered = useRoom(selectAnswered);
  const ofRoom = useMemo(() => pending.map(({ request }) => request), [pending]);
  const selectRuns = useCallback(
    (room: RoomState): readonly (RunSummary | undefined)[] =>
      pending.map(({ runId }) => room.runs.find(({ id }) => id === runId)),
    [pending],
  );
  const runs = useRoom(selectRuns, isSameList);
  const originOf = (request: PendingRequest): ReactNode => {
    const at = pending.findIndex((entry) => entry.request.id === request.id);
    const runId = pending[at]?.runId;
    if (runId === undefined) return undefined;
    const run = runs[at];
    const origin: Origin = {
      run: run === undefined ? "" : (run.title ?? run.prompt),
      isSubagent: run?.sessionId !== undefined && run.sessionId !== request.sessionId,
    };
    return <PromptOrigin origin={origin} onOpen={onOpenRun && (() => onOpenRun(runId))} />;
  };
  return <List ref={ref} requests={requests ?? ofRoom} answered={answered} originOf={originOf} {...props} />;
});
RoomList.displayName = "RoomList";

type ListProps = FrameProps<"div"> & {
  readonly requests: readonly PendingRequest[];
  readonly answered: readonly AnsweredRequest[];
  readonly originOf: (request: PendingRequest) => ReactNode;
  readonly shortcut?: string | null | undefined;
};

const List = forwardRef<HTMLDivElement, ListProps>((allProps, ref) => {
  const runs = useOptionalRunContext()?.promptShortcut;
  const {
    requests,
    answered,
    originOf,
    shortcut = runs === undefined ? DEFAULT_PROMPT_SHORTCUT : runs,
    ...props
  } = allProps;
  const labels = useLabels();
  useShortcut(requests.length > 0 ? shortcut : null, focusNextPrompt);
  const { notices, onSend } = useAnswered(answered, requests);
  const composedRef = useComposedRefs(ref, useHeldFocus("[data-slot='oc-prompt']"));
  const [wasUsed, setUsed] = useState(false);
  const isEmpty = requests.length === 0 && notices.length === 0;
  if (!isEmpty && !wasUsed) setUsed(true);
  // Once it has been used, the list stays: it holds the focus of who has just answered its last prompt.
  if (isEmpty && !wasUsed) return null;
  return (
    <Frame
      ref={composedRef}
      role="group"
      tabIndex={-1}
      aria-label={requests.length === 0 ? labels.pendingNone : labels.pending}
      aria-keyshortcuts={requests.length === 0 ? undefined : (shortcut ?? undefined)}
      data-oc-root=""
      data-state={requests.length > 0 ? "open" : isEmpty ? "empty" : "answered"}
      {...props}
    >
      {requests.map((request) => (
        <PendingItem key={request.id} request={request} origin={originOf(request)} onSend={onSend} />
      ))}
      {/* It is there before its text is, so that the text is read out. */}
      <Notices role="status">
        {notices.map((answer) => (
          <AnsweredNotice key={answer.id} answer={answer} />
        ))}
      </Notices>
    </Frame>
  );
});
List.displayName = "List";
