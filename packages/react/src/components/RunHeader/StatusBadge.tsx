import type { RunStatus } from "@opencode-kit/client/protocol";
import { isRunOver } from "@opencode-kit/client/protocol";
import { CircleAlert, CircleCheck, CircleDashed, CircleStop, Hand, LoaderCircle, Undo2 } from "lucide-react";
import { forwardRef } from "react";
import type { FrameProps } from "../../context/createPart.ts";
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

export type StatusBadgeProps = FrameProps<"span"> & {
  readonly status: RunStatus;
  /** All of the run was taken back, which says more than how it ended. Default: false. */
  readonly isReverted?: boolean | undefined;
};

/** A run's status as icon, word and colour. */
export const StatusBadge = forwardRef<HTMLSpanElement, StatusBadgeProps>((props, ref) => {
  const { status, isReverted = false, ...rest } = props;
  const labels = useLabels();
  if (isReverted && isRunOver(status)) {
    return (
      <Badge ref={ref} data-status="reverted" {...rest}>
        <Icon icon={Undo2} />
        {labels.revertedRun}
      </Badge>
    );
  }
  return (
    <Badge ref={ref} data-status={status} {...rest}>
      <Icon
        icon={own(ICONS, status) ?? CircleDashed}
        spin={status === "starting" || status === "working" || status === "stopping"}
      />
      {labels.runStatus(status)}
    </Badge>
  );
});
StatusBadge.displayName = "StatusBadge";
