import type { AnsweredRequest } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { useCallback } from "react";
import { useOptionalClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOptionalRun } from "../../context/RunContext.ts";
import { personName } from "../../lib/personName.ts";

const Frame = createPart("span", "oc-tool-decision");

const byCall = new WeakMap<readonly AnsweredRequest[], ReadonlyMap<string, AnsweredRequest>>();

/** All cards ask on each change of the run, so the list is gone through once for all of them. */
function answerOf(state: RunState | undefined, callId: string): AnsweredRequest | undefined {
  if (state === undefined || state.answered.length === 0) return undefined;
  let calls = byCall.get(state.answered);
  if (calls === undefined) {
    calls = new Map(state.answered.flatMap((entry) => (entry.callId === undefined ? [] : [[entry.callId, entry]])));
    byCall.set(state.answered, calls);
  }
  return calls.get(callId);
}

/** Who allowed or rejected a call. Absent where nobody with a name did. */
export function ToolDecision({ callId }: { readonly callId: string }): ReactNode {
  const labels = useLabels();
  const answer = useOptionalRun(useCallback((state: RunState | undefined) => answerOf(state, callId), [callId]));
  const user = useOptionalClientContext()?.client.connection.get().user;
  if (answer?.by === undefined) return null;
  const name = answer.by.id === user?.id ? labels.decidedByYou : personName(answer.by);
  return <Frame data-outcome={answer.outcome}>{labels.decidedBy(answer.outcome, name)}</Frame>;
}
