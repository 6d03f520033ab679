import type { PendingRequest } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { forwardRef } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOptionalRunContext } from "../../context/RunContext.ts";
import { useMayAnswer } from "../../hooks/useMayAnswer.ts";
import { useStore } from "../../lib/useStore.ts";
import { PermissionPrompt } from "../PermissionPrompt/PermissionPrompt.tsx";
import { QuestionPrompt } from "../QuestionPrompt/QuestionPrompt.tsx";

const Frame = createPart("div", "oc-pending");

export type PendingListProps = Omit<PartProps<"div">, "children"> & {
  /** What waits. Default: what waits in the surrounding run. */
  readonly requests?: readonly PendingRequest[] | undefined;
};

const NO_REQUESTS: readonly PendingRequest[] = [];
const NO_RUN = { get: () => undefined, subscribe: () => () => undefined };

/** Everything that waits for a person, oldest first, answered through the surrounding client. */
export const PendingList = forwardRef<HTMLDivElement, PendingListProps>(({ requests, ...props }, ref) => {
  const labels = useLabels();
  const { client } = useClientContext("PendingList");
  const run = useOptionalRunContext();
  const ofRun = useStore<RunState | undefined, readonly PendingRequest[]>(run?.store ?? NO_RUN, selectPending);
  const mayAnswer = useMayAnswer();
  const shown = requests ?? ofRun;
  if (shown.length === 0) return null;
  return (
    <Frame ref={ref} role="group" aria-label={labels.pending} data-oc-root="" {...props}>
      {shown.map((request) =>
        request.kind === "permission" ? (
          <PermissionPrompt
            key={request.id}
            request={request}
            mayAnswer={mayAnswer}
            onShowWhole={() => client.getPending(request.id)}
            onReply={(reply, message) =>
              client.replyToPermission({ requestId: request.id, reply, ...(message === undefined ? {} : { message }) })
            }
          />
        ) : (
          <QuestionPrompt
            key={request.id}
            request={request}
            mayAnswer={mayAnswer}
            onAnswer={(answers) => client.replyToQuestion({ requestId: request.id, answers })}
            onDismiss={() => client.rejectQuestion(request.id)}
          />
        ),
      )}
    </Frame>
  );
});
PendingList.displayName = "PendingList";

function selectPending(state: RunState | undefined): readonly PendingRequest[] {
  return state?.pending ?? NO_REQUESTS;
}
