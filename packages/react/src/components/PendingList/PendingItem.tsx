import type { PendingRequest } from "@opencode-kit/client/protocol";
import type { ReactNode } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { useMay } from "../../hooks/useMay.ts";
import { BudgetPrompt } from "../BudgetPrompt/BudgetPrompt.tsx";
import { PermissionPrompt } from "../PermissionPrompt/PermissionPrompt.tsx";
import { QuestionPrompt } from "../QuestionPrompt/QuestionPrompt.tsx";

type Props = {
  readonly request: PendingRequest;
  readonly origin: ReactNode;
  /** Takes note of an answer that is on its way. */
  readonly onSend: <T>(requestId: string, answer: Promise<T>) => Promise<T>;
};

/** A request in the prompt of its kind, answered through the surrounding client. */
export function PendingItem({ request, origin, onSend }: Props): ReactNode {
  const { client } = useClientContext("PendingList");
  const { reason: disabledReason } = useMay("replyToPermission");
  const { id: requestId } = request;
  const shared = { disabledReason, origin };
  switch (request.kind) {
    case "permission":
      return (
        <PermissionPrompt
          request={request}
          onShowWhole={() => client.getPending(requestId)}
          onReply={(reply, message) =>
            onSend(
              requestId,
              client.replyToPermission({ requestId, reply, ...(message === undefined ? {} : { message }) }),
            )
          }
          {...shared}
        />
      );
    case "question":
      return (
        <QuestionPrompt
          request={request}
          onAnswer={(answers) => onSend(requestId, client.replyToQuestion({ requestId, answers }))}
          onDismiss={() => onSend(requestId, client.rejectQuestion(requestId))}
          {...shared}
        />
      );
    case "budget":
      return (
        <BudgetPrompt
          request={request}
          onReply={(reply) => onSend(requestId, client.replyToBudget({ requestId, reply }))}
          {...shared}
        />
      );
    default:
      // A kind to come; an older page has no prompt for it.
      return null;
  }
}
