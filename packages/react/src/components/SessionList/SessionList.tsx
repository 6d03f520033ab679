import type { SessionEntry } from "@opencode-kit/client/protocol";
import type { RoomState } from "@opencode-kit/client/state";
import { MessagesSquare } from "lucide-react";
import { forwardRef, useCallback } from "react";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOptionalRun, useOptionalRunContext } from "../../context/RunContext.ts";
import { useRoom } from "../../hooks/useRoom.ts";
import { useSessions } from "../../hooks/useSessions.ts";
import { useComposedRefs } from "../../lib/composeRefs.ts";
import { Icon } from "../../lib/Icon.tsx";
import { isSameList } from "../../lib/isSameList.ts";
import { useHeldFocus } from "../../lib/useHeldFocus.ts";
import { FetchButton } from "../Request/FetchButton.tsx";
import { SessionRow } from "./SessionRow.tsx";

const Frame = createPart("section", "oc-sessions");
const List = createPart("ul", "oc-session-list");
const Empty = createPart("div", "oc-panel-empty");
const Loading = createPart("div", "oc-skeleton");
const Failure = createPart("div", "oc-session-failure");

export type SessionListProps = FrameProps<"section"> & {
  /** The session that is shown. Default: that of the surrounding run. */
  readonly currentSessionId?: string | undefined;
  /** Opens a run: the newest of a session, or the one that shows a fork or makes a summary. */
  readonly onOpenRun?: ((runId: string) => void) | undefined;
};

const selectSession = (state: { readonly sessionId?: string } | undefined): string | undefined => state?.sessionId;

/**
 * The workspace's sessions, the last changed first: each can be opened, renamed, forked and summarised.
 *
 * @example
 * <SessionList currentSessionId={sessionId} onOpenRun={setRunId} />
 */
export const SessionList = forwardRef<HTMLElement, SessionListProps>((props, ref) => {
  const { currentSessionId, onOpenRun, ...rest } = props;
  const labels = useLabels();
  const surrounding = useOptionalRun(selectSession);
  const current = currentSessionId ?? surrounding;
  const context = useOptionalRunContext();
  const open = onOpenRun ?? context?.onOpenRun;
  const { sessions, isLoading, error, refresh, rename, fork, summarize } = useSessions();
  const newest = useNewestRuns(sessions);
  const composedRef = useComposedRefs(ref, useHeldFocus("[data-slot='oc-session']"));
  return (
    <Frame ref={composedRef} tabIndex={-1} aria-label={labels.sessions} data-oc-root="" {...rest}>
      {isLoading ? (
        <Loading role="status" aria-label={labels.loadingSessions}>
          <span data-slot="oc-skeleton-line" data-width="wide" />
          <span data-slot="oc-skeleton-line" data-width="medium" />
        </Loading>
      ) : null}
      {error === undefined ? null : (
        <Failure role="alert">
          <span data-slot="oc-request-error">{labels.fetchFailed(error)}</span>
          <FetchButton request={{ isBusy: false, error: undefined, load: refresh }}>{labels.tryAgain}</FetchButton>
        </Failure>
      )}
      {sessions.length === 0 && !isLoading && error === undefined ? (
        <Empty>
          <Icon icon={MessagesSquare} />
          {labels.noSessions}
        </Empty>
      ) : null}
      {sessions.length === 0 ? null : (
        <List>
          {sessions.map((session, at) => (
            <SessionRow
              key={session.id}
              session={session}
              isCurrent={session.id === current}
              runId={newest[at]}
              onOpenRun={open}
              onRename={rename}
              onFork={fork}
              onSummarize={summarize}
            />
          ))}
        </List>
      )}
    </Frame>
  );
});
SessionList.displayName = "SessionList";

/** The newest run of each session that the room still has; a queued one has nothing to show yet. */
function useNewestRuns(sessions: readonly SessionEntry[]): readonly (string | undefined)[] {
  const select = useCallback(
    ({ runs }: RoomState) => {
      const newest = new Map<string, string>();
      for (const { id, sessionId, status } of runs) {
        if (sessionId !== undefined && (status !== "queued" || !newest.has(sessionId))) newest.set(sessionId, id);
      }
      return sessions.map(({ id }) => newest.get(id));
    },
    [sessions],
  );
  return useRoom(select, isSameList);
}
