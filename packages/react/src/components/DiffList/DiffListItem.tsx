import type { FileDiff, FileStatus } from "@opencode-kit/client/protocol";
import * as Collapsible from "@radix-ui/react-collapsible";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { memo } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { own } from "../../lib/own.ts";
import { usePrinting } from "../../lib/usePrinting.ts";
import { FilePath } from "../FilePath/FilePath.tsx";
import { DiffCounts } from "../ToolCard/DiffCounts.tsx";
import { DiffBar } from "./DiffBar.tsx";
import { DiffBody } from "./DiffBody.tsx";

const Frame = createPart("li", "oc-diff-item");
const Trigger = createPart("button", "oc-diff-trigger");
const Content = createPart("div", "oc-diff-content");
const Binary = createPart("span", "oc-diff-binary");
const Letter = createPart("span", "oc-file-status");

/** As git says it. */
export const STATUS_LETTERS: Readonly<Record<FileStatus, string>> = {
  added: "A",
  modified: "M",
  deleted: "D",
  renamed: "R",
};

type Props = {
  readonly diff: FileDiff;
  readonly runId: string | undefined;
  readonly isOpen: boolean;
  readonly onToggle: (path: string, isOpen: boolean) => void;
};

/** One changed file. */
export const DiffListItem = memo(({ diff, runId, isOpen, onToggle }: Props): ReactNode => {
  const labels = useLabels();
  const isPrinting = usePrinting();
  const { path, previousPath, status, additions, deletions } = diff;
  return (
    <Collapsible.Root asChild open={isOpen || isPrinting} onOpenChange={(next) => onToggle(path, next)}>
      <Frame data-path={path} data-status={status}>
        <Collapsible.Trigger asChild>
          <Trigger>
            <span data-slot="oc-row-icon">
              <Icon icon={ChevronRight} />
            </span>
            <Letter data-status={status} title={labels.fileStatus(status)}>
              <span aria-hidden="true">{own(STATUS_LETTERS, status) ?? "M"}</span>
              <span data-slot="oc-visually-hidden">{labels.fileStatus(status)}</span>
            </Letter>
            {previousPath === undefined ? null : (
              <>
                <FilePath path={previousPath} />
                <span data-slot="oc-file-arrow">→</span>
              </>
            )}
            <FilePath path={path} />
            {diff.isBinary ? (
              <Binary>{labels.binary}</Binary>
            ) : additions + deletions === 0 ? null : (
              <>
                <DiffCounts additions={additions} deletions={deletions} />
                <DiffBar additions={additions} deletions={deletions} />
              </>
            )}
          </Trigger>
        </Collapsible.Trigger>
        <Collapsible.Content asChild>
          <Content>
            <DiffBody diff={diff} runId={runId} />
          </Content>
        </Collapsible.Content>
      </Frame>
    </Collapsible.Root>
  );
});
DiffListItem.displayName = "DiffListItem";
