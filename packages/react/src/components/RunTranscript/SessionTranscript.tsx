import type { RunState } from "@opencode-kit/client/state";
import { selectHasOlder, selectMessageIds } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { useCallback } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun } from "../../context/RunContext.ts";
import { MessageList } from "./MessageList.tsx";

const Empty = createPart("p", "oc-subagent-empty");

/** A child session's messages, live. */
export function SessionTranscript({ sessionId }: { readonly sessionId: string }): ReactNode {
  const labels = useLabels();
  const ids = useRun(
    "SessionTranscript",
    useCallback((state: RunState) => selectMessageIds(state, sessionId), [sessionId]),
  );
  const isEmpty = useRun(
    "SessionTranscript",
    useCallback(
      (state: RunState) => selectMessageIds(state, sessionId).length === 0 && !selectHasOlder(state, sessionId),
      [sessionId],
    ),
  );
  return isEmpty ? <Empty>{labels.subagentEmpty}</Empty> : <MessageList sessionId={sessionId} ids={ids} />;
}
