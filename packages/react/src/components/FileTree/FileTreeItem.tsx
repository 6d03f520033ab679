import type { FileStatus } from "@opencode-kit/client/protocol";
import { ChevronRight, File, Folder, FolderOpen } from "lucide-react";
import type { ReactNode } from "react";
import { memo, useState } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { own } from "../../lib/own.ts";
import { STATUS_LETTERS } from "../DiffList/DiffListItem.tsx";
import { visibleText } from "../../lib/visibleText.ts";
import type { TreeRow } from "./treeRows.ts";

const Frame = createPart("div", "oc-file-tree-item");
const Name = createPart("span", "oc-file-tree-name");
const Letter = createPart("span", "oc-file-status");
const Dot = createPart("span", "oc-file-tree-dot");

type Props = {
  readonly row: TreeRow;
  readonly status: FileStatus | undefined;
  /** A folder with changes somewhere below. */
  readonly hasChanges: boolean;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly isNew: boolean;
  readonly onFocus: (path: string) => void;
  readonly onActivate: (path: string, kind: "file" | "directory", isExpanded: boolean) => void;
};

/** One row of the tree. */
export const FileTreeItem = memo(
  ({ row, status, hasChanges, isSelected, isTabStop, isNew, onFocus, onActivate }: Props): ReactNode => {
    const labels = useLabels();
    const { path, name, kind, level, isExpanded } = row;
    const isFolder = kind === "directory";
    const pulses = usePulses(`${row.entry?.modifiedAt ?? ""}/${row.entry?.size ?? ""}`, isNew);
    return (
      <Frame
        role="treeitem"
        aria-level={level}
        aria-setsize={row.setSize}
        aria-posinset={row.position}
        aria-expanded={isFolder ? isExpanded : undefined}
        aria-selected={isSelected}
        tabIndex={isTabStop ? 0 : -1}
        title={path}
        data-path={path}
        data-kind={kind}
        data-status={status}
        data-selected={isSelected ? "" : undefined}
        data-state={isFolder ? (isExpanded ? "open" : "closed") : undefined}
        onFocus={() => onFocus(path)}
        onClick={() => onActivate(path, kind, isExpanded)}
      >
        {pulses === 0 ? null : <span key={pulses} data-slot="oc-file-tree-pulse" aria-hidden="true" />}
        <span data-slot="oc-file-tree-chevron" aria-hidden="true">
          {isFolder ? <Icon icon={ChevronRight} /> : null}
        </span>
        <Icon icon={isFolder ? (isExpanded ? FolderOpen : Folder) : File} />
        <Name>{visibleText(name)}</Name>
        {status === undefined || isFolder ? null : (
          <Letter data-status={status} title={labels.fileStatus(status)}>
            <span aria-hidden="true">{own(STATUS_LETTERS, status) ?? "M"}</span>
            <span data-slot="oc-visually-hidden">{labels.fileStatus(status)}</span>
          </Letter>
        )}
        {hasChanges ? (
          <Dot>
            <span data-slot="oc-visually-hidden">{labels.folderChanged}</span>
          </Dot>
        ) : null}
      </Frame>
    );
  },
);
FileTreeItem.displayName = "FileTreeItem";

/** How often the file has changed before the reader's eyes; each count plays the pulse anew. */
function usePulses(version: string, isNew: boolean): number {
  const [seen, setSeen] = useState({ version, pulses: isNew ? 1 : 0 });
  if (seen.version !== version) setSeen({ version, pulses: seen.pulses + 1 });
  return seen.pulses;
}
