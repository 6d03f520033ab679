import type { RunStatus } from "@opencode-kit/client/protocol";
import { CircleAlert, CircleCheck, CircleDashed, CircleStop, Hand, LoaderCircle } from "lucide-react";
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

/** A run's status as icon, word and colour. */
export function StatusBadge({ status }: { readonly status: RunStatus }): ReactNode {
  const labels = useLabels();
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
