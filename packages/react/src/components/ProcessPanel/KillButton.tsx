import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";
import { useMay } from "../../hooks/useMay.ts";
import { Icon } from "../../lib/Icon.tsx";
import { visibleText } from "../../lib/visibleText.ts";

const Button = createPart("button", "oc-kill-button");
const Failure = createPart("span", "oc-process-error");

type Props = { readonly processId: string; readonly runId: string | undefined; readonly command: string };

/** Ends a process. */
export function KillButton({ processId, runId, command }: Props): ReactNode {
  const labels = useLabels();
  const { client } = useClientContext("KillButton");
  const { may, reason } = useMay("killProcess");
  const { run, isBusy, error } = useAction(() =>
    client.killProcess({ processId, ...(runId === undefined ? {} : { runId }) }),
  );
  return (
    <>
      {error === undefined ? null : (
        <Failure role="alert" title={error}>
          {labels.sendFailed(error)}
        </Failure>
      )}
      <Button
        disabled={!may || isBusy}
        title={reason ?? labels.killOf(visibleText(command))}
        aria-label={isBusy ? labels.killing : labels.killOf(visibleText(command))}
        onClick={() => void run()}
      >
        <Icon icon={X} />
        {isBusy ? labels.killing : labels.kill}
      </Button>
    </>
  );
}
