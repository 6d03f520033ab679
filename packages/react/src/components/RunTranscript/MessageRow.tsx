import type { RunMessage, RunState } from "@opencode-kit/client/state";
import { selectMessage, selectMessageIds } from "@opencode-kit/client/state";
import { CircleStop } from "lucide-react";
import type { ReactNode } from "react";
import { memo, useCallback } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun } from "../../context/RunContext.ts";
import { Icon } from "../../lib/Icon.tsx";
import { ErrorNotice } from "../RunError/ErrorNotice.tsx";
import { UsageText } from "../RunHeader/UsageText.tsx";
import { MessageActions } from "./MessageActions.tsx";
import { MessageCopy } from "./MessageCopy.tsx";
import { PartRow } from "./PartRow.tsx";

const Frame = createPart("article", "oc-message");
const Marker = createPart("div", "oc-marker");
const Meta = createPart("div", "oc-message-meta");

type Props = {
  readonly id: string;
  /** It was taken back. Default: false. */
  readonly isReverted?: boolean;
};

/** One message. It renders again when its own facts or its list of parts change, not when a part grows. */
export const MessageRow = memo(({ id, isReverted = false }: Props): ReactNode => {
  const labels = useLabels();
  const message = useRun(
    "MessageRow",
    useCallback((state: RunState) => selectMessage(state, id), [id]),
  );
  const runError = useRun("MessageRow", selectError);
  const root = useRun("MessageRow", selectRoot);
  if (message === undefined) return null;
  const isUser = message.role === "user";
  return (
    <Frame
      data-role={message.role}
      data-state={isReverted ? "reverted" : undefined}
      aria-label={isUser ? labels.you : undefined}
    >
      {message.partsLeftOut === undefined ? null : (
        <Marker data-kind="left-out">{labels.partsLeftOut(message.partsLeftOut)}</Marker>
      )}
      {message.partIds.map((partId) => (
        <PartRow key={partId} id={partId} isUser={isUser} />
      ))}
      {message.error === undefined ? null : <MessageError message={message} runError={runError} />}
      {isUser && message.sessionId === root && !isReverted ? (
        <MessageActions messageId={id} sessionId={message.sessionId} />
      ) : null}
      {isUser || message.usage === undefined ? null : (
        <Meta>
          <UsageText usage={message.usage} of={labels.messageUsage} />
          <MessageCopy messageId={id} />
        </Meta>
      )}
    </Frame>
  );
});
MessageRow.displayName = "MessageRow";

const selectRoot = (state: RunState): string | undefined => state.sessionId;
const selectError = (state: RunState): RunState["error"] => state.error;

type ErrorProps = { readonly message: RunMessage; readonly runError: RunState["error"] };

/** How the message ended badly; how the run ended is shown once, at its end. */
function MessageError({ message, runError }: ErrorProps): ReactNode {
  const labels = useLabels();
  const { id, error } = message;
  const isRunEnd = useRun(
    "MessageRow",
    useCallback((state: RunState) => state.status === "aborted" && selectMessageIds(state).at(-1) === id, [id]),
  );
  if (error === undefined || isRunEnd || error.message === runError?.message) return null;
  if (error.code !== "interrupted") return <ErrorNotice error={error} />;
  return (
    <Marker data-kind="stopped">
      <Icon icon={CircleStop} />
      {labels.interruptedHere}
    </Marker>
  );
}
