import type { WhenBusy } from "@opencode-kit/client/protocol";
import { ArrowUp, ListPlus, LoaderCircle, Zap } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";

const Send = createPart("button", "oc-composer-send");
const Steer = createPart("button", "oc-composer-steer");

type Props = {
  readonly canSend: boolean;
  readonly isSending: boolean;
  /** The agent works in the session: a prompt waits for its turn, or steers it. */
  readonly isBusy: boolean;
  readonly reason: string | undefined;
  readonly onSend: (whenBusy: WhenBusy) => void;
};

/** Sends the prompt; while the agent works, puts it into the queue or hands it over at once. */
export function SendButtons({ canSend, isSending, isBusy, reason, onSend }: Props): ReactNode {
  const labels = useLabels();
  if (!isBusy) {
    return (
      <Send
        type="submit"
        disabled={!canSend}
        aria-label={isSending ? labels.submitting : labels.submit}
        title={reason ?? labels.submit}
      >
        <Icon icon={isSending ? LoaderCircle : ArrowUp} spin={isSending} />
      </Send>
    );
  }
  return (
    <>
      <Steer disabled={!canSend} title={reason ?? labels.sendNowTitle} onClick={() => onSend("steer")}>
        <Icon icon={Zap} />
        {labels.sendNow}
      </Steer>
      <Send type="submit" disabled={!canSend} data-size="word" title={reason ?? labels.queuePromptTitle}>
        <Icon icon={isSending ? LoaderCircle : ListPlus} spin={isSending} />
        {isSending ? labels.submitting : labels.queuePrompt}
      </Send>
    </>
  );
}
