import type { FileDiff } from "@opencode-kit/client/protocol";
import { ChevronsDownUp, ChevronsUpDown, FileDiff as FileDiffIcon } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import { forwardRef, useCallback, useMemo } from "react";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { moveFocus } from "../../lib/moveFocus.ts";
import { useControllableState } from "../../lib/useControllableState.ts";
import { DiffCounts } from "../ToolCard/DiffCounts.tsx";
import { DiffListItem } from "./DiffListItem.tsx";

const Frame = createPart("section", "oc-diff-list");
const Header = createPart("header", "oc-panel-header");
const Title = createPart("span", "oc-panel-title");
const List = createPart("ul", "oc-diff-items");
const Button = createPart("button", "oc-icon-button");
const Empty = createPart("div", "oc-panel-empty");

const NONE: readonly string[] = [];

export type DiffListViewProps = FrameProps<"section"> & {
  readonly diffs: readonly FileDiff[];
  /** The run that they are of: what is left out of them is asked for there. */
  readonly runId?: string | undefined;
  /** More files that changed and are not in `diffs`. */
  readonly leftOut?: number;
  /** Shown below the files. */
  readonly footer?: ReactNode;
  /** Paths of the files that are open. */
  readonly expanded?: readonly string[];
  /** Default: none. */
  readonly defaultExpanded?: readonly string[];
  readonly onExpandedChange?: (paths: readonly string[]) => void;
};

export const DiffListView = forwardRef<HTMLElement, DiffListViewProps>((props, ref) => {
  const { diffs, runId, leftOut = 0, footer, expanded, defaultExpanded = NONE, onExpandedChange, ...rest } = props;
  const labels = useLabels();
  const [open, setOpen] = useControllableState({
    value: expanded,
    defaultValue: defaultExpanded,
    onChange: onExpandedChange,
  });
  const openPaths = useMemo(() => new Set(open), [open]);
  const toggle = useCallback(
    (path: string, isOpen: boolean) =>
      setOpen((paths) => (isOpen ? [...paths, path] : paths.filter((other) => other !== path))),
    [setOpen],
  );
  const isAllOpen = diffs.length > 0 && diffs.every(({ path }) => openPaths.has(path));
  const additions = diffs.reduce((sum, diff) => sum + diff.additions, 0);
  const deletions = diffs.reduce((sum, diff) => sum + diff.deletions, 0);
  return (
    <Frame
      ref={ref}
      aria-label={labels.diffs}
      data-oc-root=""
      data-state={diffs.length === 0 ? "empty" : "filled"}
      {...rest}
    >
      {diffs.length === 0 ? (
        <Empty>
          <Icon icon={FileDiffIcon} />
          {labels.noDiffs}
        </Empty>
      ) : (
        <>
          <Header>
            <Title>{labels.filesChanged(diffs.length + leftOut)}</Title>
            {additions + deletions === 0 || leftOut > 0 ? null : (
              <DiffCounts additions={additions} deletions={deletions} />
            )}
            <Button
              aria-label={isAllOpen ? labels.collapseAll : labels.expandAll}
              title={isAllOpen ? labels.collapseAll : labels.expandAll}
              onClick={() => setOpen(isAllOpen ? NONE : diffs.map(({ path }) => path))}
            >
              <Icon icon={isAllOpen ? ChevronsDownUp : ChevronsUpDown} />
            </Button>
          </Header>
          <List onKeyDown={onKeyDown}>
            {diffs.map((diff) => (
              <DiffListItem
                key={diff.path}
                diff={diff}
                runId={runId}
                isOpen={openPaths.has(diff.path)}
                onToggle={toggle}
              />
            ))}
          </List>
          {footer}
        </>
      )}
    </Frame>
  );
});
DiffListView.displayName = "DiffListView";

function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  if (moveFocus(event.currentTarget, "[data-slot='oc-diff-trigger']", event.key)) event.preventDefault();
}
