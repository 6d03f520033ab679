import type { PendingPermission, PendingRequest, PermissionReply } from "@opencode-kit/client/protocol";
import { ShieldQuestion } from "lucide-react";
import type { ReactNode } from "react";
import { useId, useState } from "react";
import { useOptionalClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";
import { useRequest } from "../../hooks/useRequest.ts";
import { pendingQuery } from "../../queries/openCodeQueries.ts";
import { Icon } from "../../lib/Icon.tsx";
import { visibleText } from "../../lib/visibleText.ts";
import { RequestButton } from "../Request/RequestButton.tsx";
import { PermissionSubject } from "./PermissionSubject.tsx";
import { RejectForm } from "./RejectForm.tsx";
import { oneLine } from "../../lib/oneLine.ts";

const Frame = createPart("div", "oc-prompt");
const Title = createPart("h3", "oc-prompt-title");
const Actions = createPart("div", "oc-prompt-actions");
const Grants = createPart("p", "oc-prompt-grants");
const Failure = createPart("p", "oc-prompt-error");
const Note = createPart("p", "oc-prompt-note");
const Cut = createPart("div", "oc-prompt-cut");
const Button = createPart("button", "oc-button");

export type PermissionPromptProps = {
  readonly request: PendingPermission;
  /** Sends the answer. A rejection is shown, and the prompt can be answered again. */
  readonly onReply: (reply: PermissionReply, message?: string) => Promise<unknown>;
  /** Fetches the request whole, where it is too long to be sent to everybody. */
  readonly onShowWhole?: (() => Promise<PendingRequest>) | undefined;
  /** Why this person may not answer. */
  readonly disabledReason?: string | undefined;
  /** Where the request is from, above its title. */
  readonly origin?: ReactNode;
};

/** Asks whether the agent may do something, showing what it would do and what "always" would grant. */
export function PermissionPrompt({
  request,
  onReply,
  onShowWhole,
  disabledReason,
  origin,
}: PermissionPromptProps): ReactNode {
  const labels = useLabels();
  const titleId = useId();
  const [isRejecting, setRejecting] = useState(false);
  const { run, isBusy, error } = useAction(onReply);
  const address = useOptionalClientContext()?.client.address.key;
  const whole = useRequest(onShowWhole && pendingQuery(address, request.id, onShowWhole));
  const shown = whole.data?.kind === "permission" && whole.isLoaded ? whole.data : request;
  const isDisabled = isBusy || disabledReason !== undefined;
  const gate = { disabled: isDisabled, title: disabledReason };
  return (
    <Frame
      role="group"
      tabIndex={-1}
      aria-labelledby={titleId}
      aria-describedby={origin === undefined ? undefined : `${titleId}-origin`}
      data-oc-root=""
      data-kind="permission"
      data-permission={request.permission}
      data-state={isBusy ? "sending" : "open"}
    >
      {origin === undefined ? null : <div id={`${titleId}-origin`}>{origin}</div>}
      <Title id={titleId}>
        <Icon icon={ShieldQuestion} />
        {oneLine(labels.permissionTitle(request.permission))}
      </Title>
      {shown.isMetadataCut === true ? (
        <Cut>
          {labels.requestCut}
          {onShowWhole === undefined ? null : <RequestButton request={whole}>{labels.showWholeText}</RequestButton>}
        </Cut>
      ) : null}
      <PermissionSubject request={shown} />
      {isRejecting ? (
        <RejectForm
          isDisabled={isDisabled}
          onCancel={() => setRejecting(false)}
          onReject={(message) => void (message === "" ? run("reject") : run("reject", message))}
        />
      ) : (
        <Actions>
          <Button data-variant="primary" {...gate} onClick={() => void run("once")}>
            {isBusy ? labels.sending : labels.allowOnce}
          </Button>
          {request.always.length > 0 ? (
            <Button {...gate} aria-describedby={`${titleId}-grants`} onClick={() => void run("always")}>
              {labels.allowAlways}
            </Button>
          ) : null}
          <Button data-variant="danger" {...gate} aria-expanded={false} onClick={() => setRejecting(true)}>
            {labels.reject}
          </Button>
          {request.always.length > 0 ? (
            <Grants id={`${titleId}-grants`}>
              {labels.alwaysGrants}{" "}
              {request.always.map((pattern) => (
                <code key={pattern} data-slot="oc-chip">
                  {visibleText(pattern)}
                </code>
              ))}
            </Grants>
          ) : null}
        </Actions>
      )}
      {disabledReason === undefined ? null : <Note>{disabledReason}</Note>}
      {error === undefined ? null : <Failure role="alert">{labels.sendFailed(error)}</Failure>}
    </Frame>
  );
}
