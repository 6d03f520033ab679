import type { RunStatus } from "@opencode-kit/client/protocol";
import { isRunOver } from "@opencode-kit/client/protocol";
import { CircleAlert, CircleCheck, CircleDashed, CircleStop, Hand, LoaderCircle, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { IconComponent } from "../../lib/Icon.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { own } from "../../lib/own.ts";

const Badge = createPart("span", "oc-status");

const ICONS: Readonly<Record<RunStatus, IconComponent>> = {
  queued: CircleDashed,
  starting: LoaderCircle,
  working: LoaderCircle,
  waiting: Hand,
  stopping: LoaderCircle,
  complete: CircleCheck,
  error: CircleAlert,
  aborted: CircleStop,
};

export type StatusBadgeProps = {
  readonly status: RunStatus;
  /** All of the run was taken back, which says more than how it ended. Default: false. */
  readonly isReverted?: boolean | undefined;
};

/** A run's status as icon, word and colour. */
export function StatusBadge({ status, isReverted = false }: StatusBadgeProps): ReactNode {
  const labels = useLabels();
  if (isReverted && isRunOver(status)) {
    return (
      <Badge data-status="reverted">
        <Icon icon={Undo2} />
        {labels.revertedRun}
      </Badge>
    );
  }
  return (
    <Badge data-status={status}>
      <Icon
        icon={own(ICONS, status) ?? CircleDashed}
        spin={status === "starting" || status === "working" || status === "stopping"}
      />
      {labels.runStatus(status)}
    </Badge>
  );
}
