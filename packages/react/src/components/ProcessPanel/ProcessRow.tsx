import type { ProcessInfo } from "@opencode-kit/client/protocol";
import * as Collapsible from "@radix-ui/react-collapsible";
import { ChevronRight, CircleAlert, CircleCheck, CircleStop, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { memo } from "react";
import { createPart } from "../../context/createPart.ts";
import type { Labels } from "../../labels/defaultLabels.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { IconComponent } from "../../lib/Icon.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { usePrinting } from "../../lib/usePrinting.ts";
import { Elapsed } from "../Elapsed/Elapsed.tsx";
import { OutputView } from "../OutputView/OutputView.tsx";
import { KillButton } from "./KillButton.tsx";
import { oneLine } from "../../lib/oneLine.ts";

const Frame = createPart("li", "oc-process");
const Line = createPart("div", "oc-process-line");
const Trigger = createPart("button", "oc-process-trigger");
const Command = createPart("code", "oc-process-command");
const Status = createPart("span", "oc-process-status");
const Content = createPart("div", "oc-process-content");
const Note = createPart("p", "oc-process-note");
const Facts = createPart("p", "oc-process-facts");

export type ProcessRowProps = {
  readonly process: ProcessInfo;
  /** The tool part that ran it, in a run that can be asked for all of its output. */
  readonly partId?: string | undefined;
  readonly runId?: string | undefined;
  /** Whether the room can end it: it is not a plain list that the host gave. */
  readonly canKill?: boolean | undefined;
  readonly isOpen: boolean;
  readonly onToggle: (id: string, isOpen: boolean) => void;
};

type Outcome = "running" | "succeeded" | "failed" | "killed";

const ICONS: Readonly<Record<Outcome, IconComponent>> = {
  running: LoaderCircle,
  succeeded: CircleCheck,
  failed: CircleAlert,
  killed: CircleStop,
};

/** One command. */
export const ProcessRow = memo(({ process, partId, runId, canKill, isOpen, onToggle }: ProcessRowProps): ReactNode => {
  const labels = useLabels();
  const outcome = toOutcome(process);
  const isPrinting = usePrinting();
  const firstLine = oneLine(process.command);
  return (
    <Collapsible.Root asChild open={isOpen || isPrinting} onOpenChange={(next) => onToggle(process.id, next)}>
      <Frame data-status={outcome}>
        <Line>
          <Collapsible.Trigger asChild>
            <Trigger>
              <span data-slot="oc-row-icon">
                <Icon icon={ICONS[outcome]} spin={outcome === "running"} />
                <Icon icon={ChevronRight} />
              </span>
              <Command title={firstLine}>{firstLine}</Command>
              <Status>{statusText(process, labels)}</Status>
              <Elapsed
                since={process.startedAt}
                until={process.status === "running" ? undefined : (process.endedAt ?? process.startedAt)}
              />
            </Trigger>
          </Collapsible.Trigger>
          {canKill === true && outcome === "running" ? (
            <KillButton processId={process.id} runId={partId === undefined ? undefined : runId} command={firstLine} />
          ) : null}
        </Line>
        <Collapsible.Content asChild>
          <Content>
            {process.description === undefined && process.cwd === undefined ? null : (
              <Facts>
                {process.description}
                {process.cwd === undefined ? null : <code>{process.cwd}</code>}
              </Facts>
            )}
            {process.output === undefined ? (
              <Note>{labels.outputNotKept}</Note>
            ) : (
              <OutputView
                output={process.output}
                partId={partId}
                runId={runId}
                label={labels.outputOf(firstLine)}
                isLive={outcome === "running"}
              />
            )}
          </Content>
        </Collapsible.Content>
      </Frame>
    </Collapsible.Root>
  );
});
ProcessRow.displayName = "ProcessRow";

function toOutcome({ status, exitCode }: ProcessInfo): Outcome {
  if (status === "exited") return exitCode === undefined || exitCode === 0 ? "succeeded" : "failed";
  return status;
}

function statusText({ status, exitCode }: ProcessInfo, labels: Labels): string {
  if (status === "exited") return labels.processExited(exitCode);
  if (status === "running") return labels.processRunning;
  return status === "killed" ? labels.processKilled : labels.processFailed;
}
