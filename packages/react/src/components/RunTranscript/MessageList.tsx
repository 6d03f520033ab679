import type { Revert } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { useCallback, useMemo, useRef } from "react";
import { useRun } from "../../context/RunContext.ts";
import type { Held } from "../../lib/KeepPlace.tsx";
import { KeepPlace } from "../../lib/KeepPlace.tsx";
import { MessageRows } from "./MessageRows.tsx";
import { OlderMessages } from "./OlderMessages.tsx";
import { RevertedMessages } from "./RevertedMessages.tsx";

/** A message that is on the page. */
export const MESSAGE = "[data-message-id]";

type Props = {
  /** Default: the run's root session. */
  readonly sessionId?: string;
  readonly ids: readonly string[];
};

/** A session's messages, and the way to those before them. Older ones come in above without moving what is read. */
export function MessageList({ sessionId, ids }: Props): ReactNode {
  const older = useRef<HTMLDivElement>(null);
  const hold = useCallback((): Held | undefined => {
    const first = older.current?.nextElementSibling?.querySelector(MESSAGE);
    return first ? { element: first, measure: () => first.getBoundingClientRect().top } : undefined;
  }, []);
  const root = useRun("MessageList", selectRoot);
  const shownId = sessionId ?? root;
  const revert = useRun(
    "MessageList",
    useCallback(
      (state: RunState): Revert | undefined => (shownId === undefined ? undefined : state.sessions[shownId]?.revert),
      [shownId],
    ),
  );
  // Ids are in the order of time, and most often nothing was taken back.
  const from = revert === undefined ? -1 : ids.findIndex((id) => id >= revert.messageId);
  const kept = useMemo(() => (from === -1 ? ids : ids.slice(0, from)), [ids, from]);
  const reverted = useMemo(() => (from === -1 ? [] : ids.slice(from)), [ids, from]);
  return (
    <KeepPlace on={ids[0]} hold={hold}>
      <OlderMessages ref={older} sessionId={sessionId} isEager={ids.length === 0} />
      <MessageRows ids={kept} isRoot={sessionId === undefined} />
      {revert === undefined || shownId === undefined ? null : (
        <RevertedMessages sessionId={shownId} revert={revert} count={reverted.length}>
          <MessageRows ids={reverted} isReverted />
        </RevertedMessages>
      )}
    </KeepPlace>
  );
}

const selectRoot = (state: RunState): string | undefined => state.sessionId;
