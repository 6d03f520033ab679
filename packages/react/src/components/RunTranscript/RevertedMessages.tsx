import type { Revert } from "@opencode-kit/client/protocol";
import * as Collapsible from "@radix-ui/react-collapsible";
import { Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useState } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";
import { useMay } from "../../hooks/useMay.ts";
import { Icon } from "../../lib/Icon.tsx";
import { useIsSessionBusy } from "./MessageActions.tsx";

const Frame = createPart("div", "oc-reverted");
const Notice = createPart("div", "oc-reverted-notice");
const Text = createPart("span", "oc-reverted-text");
const Actions = createPart("div", "oc-reverted-actions");
const Content = createPart("div", "oc-reverted-content");
const Failure = createPart("p", "oc-prompt-error");
const Button = createPart("button", "oc-button");

type Props = {
  readonly sessionId: string;
  readonly revert: Revert;
  readonly count: number;
  /** The messages that were taken back. */
  readonly children: ReactNode;
};

/** What was taken back: how much, whether it can be brought back, and what it was. */
export function RevertedMessages({ sessionId, revert, count, children }: Props): ReactNode {
  const labels = useLabels();
  const { client } = useClientContext("RevertedMessages");
  const { reason } = useMay("unrevertSession");
  const isBusy = useIsSessionBusy(sessionId);
  const { run, isBusy: isSending, error } = useAction(() => client.unrevertSession(sessionId));
  const [isOpen, setOpen] = useState(false);
  const why = reason ?? (isBusy ? labels.sessionBusy : undefined);
  return (
    <Collapsible.Root asChild open={isOpen} onOpenChange={setOpen}>
      <Frame>
        <Notice role="group" aria-label={labels.reverted(count)}>
          <Icon icon={Undo2} />
          <Text>
            {labels.reverted(count)}
            {revert.isFinal === true ? <span data-slot="oc-reverted-final">{labels.revertedFinal}</span> : null}
          </Text>
          <Actions>
            {count === 0 ? null : (
              <Collapsible.Trigger asChild>
                <Button data-variant="quiet" data-size="small">
                  {isOpen ? labels.hideReverted : labels.showReverted}
                </Button>
              </Collapsible.Trigger>
            )}
            {revert.isFinal === true ? null : (
              <Button
                data-size="small"
                disabled={why !== undefined || isSending}
                title={why}
                onClick={() => void run()}
              >
                {isSending ? labels.sending : labels.restore}
              </Button>
            )}
          </Actions>
        </Notice>
        {error === undefined ? null : <Failure role="alert">{labels.sendFailed(error)}</Failure>}
        <Collapsible.Content asChild>
          <Content>{children}</Content>
        </Collapsible.Content>
      </Frame>
    </Collapsible.Root>
  );
}
