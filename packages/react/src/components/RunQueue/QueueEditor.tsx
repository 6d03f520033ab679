import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useEffect, useRef, useState } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";
import type { Queue } from "../../hooks/useQueue.ts";
import { useRequest } from "../../hooks/useRequest.ts";
import { openCodeQueries } from "../../queries/openCodeQueries.ts";
import { Icon } from "../../lib/Icon.tsx";
import { RequestRetry } from "../Request/RequestRetry.tsx";

const Form = createPart("form", "oc-queue-form");
const Field = createPart("textarea", "oc-field");
const Actions = createPart("div", "oc-prompt-actions");
const Loading = createPart("div", "oc-queue-loading");
const Note = createPart("p", "oc-prompt-note");
const Failure = createPart("p", "oc-prompt-error");
const Button = createPart("button", "oc-button");

type Props = {
  readonly runId: string;
  readonly queue: Queue;
  /** It does not wait any more: what was written is all that is left to save. */
  readonly isGone: boolean;
  readonly onClose: () => void;
};

/** Changes a prompt that waits. What lists show of it may be cut, so the whole is fetched first. */
export function QueueEditor({ runId, queue, isGone, onClose }: Props): ReactNode {
  const labels = useLabels();
  const { client } = useClientContext("RunQueue");
  const whole = useRequest(openCodeQueries(client).prompt(runId), { isEager: true });
  const { data } = whole;
  const [changed, setChanged] = useState<string>();
  const text = changed ?? data;
  const saving = useAction((prompt: string) => queue.edit(runId, prompt));
  const field = useRef<HTMLTextAreaElement>(null);
  const isLoaded = data !== undefined;
  // The form stands in place of the button that was just pressed.
  useEffect(() => field.current?.focus(), [isLoaded]);
  const isIdle = isGone && changed === undefined;
  useEffect(() => {
    if (isIdle) onClose();
  });
  const save = async (): Promise<void> => {
    const prompt = (text ?? "").trim();
    if (prompt === "" || isGone) return;
    if (prompt === data || (await saving.run(prompt))) onClose();
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
      }}
    >
      {text === undefined ? (
        <Loading role="status">
          {whole.error === undefined ? (
            <>
              <Icon icon={LoaderCircle} spin />
              {labels.loadingPrompt}
            </>
          ) : (
            <RequestRetry request={whole} error={whole.error} />
          )}
        </Loading>
      ) : (
        <Field
          ref={field}
          rows={3}
          aria-label={labels.queuedPrompt}
          value={text}
          readOnly={saving.isBusy}
          onChange={(event) => setChanged(event.currentTarget.value)}
        />
      )}
      <Actions>
        <Button
          type="submit"
          data-variant="primary"
          data-size="small"
          disabled={isGone || saving.isBusy || text === undefined || text.trim() === ""}
        >
          {saving.isBusy ? labels.sending : labels.saveQueued}
        </Button>
        <Button data-variant="quiet" data-size="small" disabled={saving.isBusy} onClick={onClose}>
          {labels.cancel}
        </Button>
      </Actions>
      {isGone ? <Note role="alert">{labels.queuedGone}</Note> : null}
      {saving.error === undefined || isGone ? null : <Failure role="alert">{labels.sendFailed(saving.error)}</Failure>}
    </Form>
  );
}
