import type { RunState } from "@opencode-kit/client/state";
import { selectHasOlder } from "@opencode-kit/client/state";
import { ArrowUp } from "lucide-react";
import { forwardRef, useCallback, useEffect } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun, useRunContext } from "../../context/RunContext.ts";
import { useAction } from "../../hooks/useAction.ts";
import { RequestButton } from "../Request/RequestButton.tsx";

const Frame = createPart("div", "oc-older");

type Props = {
  readonly sessionId: string | undefined;
  /** Loads at once: nothing of the session is here yet. */
  readonly isEager: boolean;
};

/** Loads what comes before the messages that are here. Absent where they are all. */
export const OlderMessages = forwardRef<HTMLDivElement, Props>(({ sessionId, isEager }, ref) => {
  const labels = useLabels();
  const { client } = useClientContext("OlderMessages");
  const { runId } = useRunContext("OlderMessages");
  const hasOlder = useRun(
    "OlderMessages",
    useCallback((state: RunState) => selectHasOlder(state, sessionId), [sessionId]),
  );
  const { run, isBusy, error } = useAction(() => client.run(runId).loadOlder(sessionId));
  const load = useCallback(() => void run(), [run]);
  const isWanted = isEager && hasOlder;
  useEffect(() => {
    if (isWanted) load();
  }, [isWanted, load]);
  if (!hasOlder) return null;
  const request = { isBusy, load, error: error === undefined ? undefined : { message: error, isFinal: false } };
  return (
    <Frame ref={ref}>
      <RequestButton request={request} icon={ArrowUp} busyText={labels.loadingOlder}>
        {labels.showOlder}
      </RequestButton>
    </Frame>
  );
});
OlderMessages.displayName = "OlderMessages";
