import type { RunSummary } from "@opencode-kit/client/protocol";
import { ArrowDown, ArrowUp, Pencil, X, Zap } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";
import { useMay } from "../../hooks/useMay.ts";
import type { Queue } from "../../hooks/useQueue.ts";
import { Icon } from "../../lib/Icon.tsx";
import { visibleText } from "../../lib/visibleText.ts";

const Frame = createPart("li", "oc-queue-row");
const Line = createPart("div", "oc-queue-line");
const Prompt = createPart("p", "oc-queue-prompt");
const Actions = createPart("div", "oc-queue-actions");
const Failure = createPart("p", "oc-prompt-error");
const Button = createPart("button", "oc-icon-button");

type Props = {
  readonly run: RunSummary;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly queue: Queue;
  readonly onEdit: () => void;
};

type Gate = { readonly disabled: boolean; readonly title: string; readonly "aria-label": string };

/** A prompt that waits, and what can be done with it. */
export function QueueRow({ run, isFirst, isLast, queue, onEdit }: Props): ReactNode {
  const labels = useLabels();
  const { may, reason } = useMay("editQueued");
  const action = useAction((start: () => Promise<unknown>) => start());
  const { id, prompt } = run;
  const gate = (name: string, title = name): Gate => ({
    disabled: !may || action.isBusy,
    title: reason ?? title,
    "aria-label": name,
  });
  const move = (direction: "up" | "down"): void => void action.run(() => queue.move(id, direction));
  return (
    <Frame data-state={action.isBusy ? "sending" : "waiting"}>
      <Line>
        <Prompt dir="auto" title={prompt}>
          {visibleText(prompt)}
        </Prompt>
        <Actions>
          <Button
            {...gate(labels.steerQueued, labels.steerQueuedTitle)}
            onClick={() => void action.run(() => queue.steer(id))}
          >
            <Icon icon={Zap} />
          </Button>
          <Button {...gate(labels.editQueued)} onClick={onEdit}>
            <Icon icon={Pencil} />
          </Button>
          {/* Not `disabled` at the ends: whoever moves a prompt all the way keeps the focus. */}
          <Button {...gate(labels.moveUp)} aria-disabled={isFirst || undefined} onClick={() => isFirst || move("up")}>
            <Icon icon={ArrowUp} />
          </Button>
          <Button {...gate(labels.moveDown)} aria-disabled={isLast || undefined} onClick={() => isLast || move("down")}>
            <Icon icon={ArrowDown} />
          </Button>
          <Button {...gate(labels.cancelQueued)} onClick={() => void action.run(() => queue.cancel(id))}>
            <Icon icon={X} />
          </Button>
        </Actions>
      </Line>
      {action.error === undefined ? null : <Failure role="alert">{labels.sendFailed(action.error)}</Failure>}
    </Frame>
  );
}
