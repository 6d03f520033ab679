import type { RoomState, RunState } from "@opencode-kit/client/state";
import { isRunOver } from "@opencode-kit/client/protocol";
import { GitFork, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useCallback } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun, useRunContext } from "../../context/RunContext.ts";
import { useAction } from "../../hooks/useAction.ts";
import { useMay } from "../../hooks/useMay.ts";
import { useRoom } from "../../hooks/useRoom.ts";
import { Icon } from "../../lib/Icon.tsx";
import { MessageCopy } from "./MessageCopy.tsx";

const Frame = createPart("div", "oc-message-actions");
const Button = createPart("button", "oc-message-action");
const Failure = createPart("span", "oc-request-error");

const selectIsOver = (state: RunState): boolean => isRunOver(state.status);

/** Whether the agent works in the session, in this run or in another. */
export function useIsSessionBusy(sessionId: string): boolean {
  const isOver = useRun("MessageActions", selectIsOver);
  const select = useCallback(
    ({ runs }: RoomState) =>
      runs.some((run) => run.sessionId === sessionId && run.status !== "queued" && !isRunOver(run.status)),
    [sessionId],
  );
  return useRoom(select) || !isOver;
}

type Props = { readonly messageId: string; readonly sessionId: string };

/** What can be done from a prompt on: take it and all after it back, or go on from before it in a copy. */
export function MessageActions({ messageId, sessionId }: Props): ReactNode {
  const labels = useLabels();
  const { client } = useClientContext("MessageActions");
  const { onOpenRun } = useRunContext("MessageActions");
  const isBusy = useIsSessionBusy(sessionId);
  const revert = useMay("revertSession");
  const fork = useMay("forkSession");
  const action = useAction((start: () => Promise<unknown>) => start());
  const busyReason = isBusy ? labels.sessionBusy : undefined;
  const revertReason = revert.reason ?? busyReason;
  const forkReason = fork.reason ?? busyReason;
  return (
    <Frame role="group" aria-label={labels.messageActions} data-state={action.error === undefined ? "quiet" : "failed"}>
      <Button
        disabled={revertReason !== undefined || action.isBusy}
        title={revertReason ?? labels.revertHereTitle}
        onClick={() => void action.run(() => client.revertSession({ sessionId, messageId }))}
      >
        <Icon icon={Undo2} />
        {labels.revertHere}
      </Button>
      <Button
        disabled={forkReason !== undefined || action.isBusy}
        title={forkReason ?? labels.forkHereTitle}
        onClick={() =>
          void action.run(async () => onOpenRun?.((await client.forkSession({ sessionId, messageId })).runId))
        }
      >
        <Icon icon={GitFork} />
        {labels.forkHere}
      </Button>
      <MessageCopy messageId={messageId} />
      {action.error === undefined ? null : <Failure role="alert">{labels.sendFailed(action.error)}</Failure>}
    </Frame>
  );
}
