import type { RunState } from "@opencode-kit/client/state";
import { selectMessageIds } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { useCallback } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun } from "../../context/RunContext.ts";
import { MessageRow } from "./MessageRow.tsx";

const Empty = createPart("p", "oc-subagent-empty");

/** A child session's messages, live. */
export function SessionTranscript({ sessionId }: { readonly sessionId: string }): ReactNode {
  const labels = useLabels();
  const ids = useRun(
    "SessionTranscript",
    useCallback((state: RunState) => selectMessageIds(state, sessionId), [sessionId]),
  );
  if (ids.length === 0) return <Empty>{labels.subagentEmpty}</Empty>;
  return ids.map((id) => <MessageRow key={id} id={id} />);
}
