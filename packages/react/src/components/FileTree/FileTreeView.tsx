import type { FileEntry, FileStatus } from "@opencode-kit/client/protocol";
import { FolderOpen } from "lucide-react";
import { forwardRef, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { composeHandlers } from "../../lib/composeHandlers.ts";
import { Icon } from "../../lib/Icon.tsx";
import { useComposedRefs } from "../../lib/composeRefs.ts";
import { useControllableState } from "../../lib/useControllableState.ts";
import { FileTreeItem } from "./FileTreeItem.tsx";
import { buildTree, foldersAbove, treeRows } from "./treeRows.ts";
import { useTreeKeys } from "./useTreeKeys.ts";

const Frame = createPart("div", "oc-file-tree");
const Tree = createPart("div", "oc-file-tree-rows");
const Note = createPart("p", "oc-panel-note");
const Empty = createPart("div", "oc-panel-empty");

const NONE: readonly string[] = [];

export type FileTreeViewProps = FrameProps<"div"> & {
  readonly files: readonly FileEntry[];
  readonly statuses: ReadonlyMap<string, FileStatus>;
  readonly isTruncated: boolean;
  readonly isLoading?: boolean;
  /** Paths of the folders that are open. */
  readonly expanded?: readonly string[];
  /** Default: none. Folders in which the agent changes something open by themselves until the reader closes them. */
  readonly defaultExpanded?: readonly string[];
  readonly onExpandedChange?: (paths: readonly string[]) => void;
  readonly selectedPath?: string | null;
  readonly defaultSelectedPath?: string | null;
  readonly onSelectedPathChange?: (path: string | null) => void;
};

export const FileTreeView = forwardRef<HTMLDivElement, FileTreeViewProps>((props, ref) => {
  const {
    files,
    statuses,
    isTruncated,
    isLoading,
    expanded,
    defaultExpanded = NONE,
    onExpandedChange,
    ...others
  } = props;
  const { selectedPath, defaultSelectedPath = null, onSelectedPathChange, onKeyDown, ...rest } = others;
  const labels = useLabels();
  const [open, setOpen] = useControllableState({
    value: expanded,
    defaultValue: defaultExpanded,
    onChange: onExpandedChange,
  });
  const [selected, setSelected] = useControllableState({
    value: selectedPath,
    defaultValue: defaultSelectedPath,
    onChange: onSelectedPathChange,
  });
  const openPaths = useMemo(() => new Set(open), [open]);
  const tree = useMemo(() => buildTree(withDeleted(files, statuses)), [files, statuses]);
  const rows = useMemo(() => treeRows(tree, openPaths), [tree, openPaths]);
  const changedFolders = useMemo(() => new Set([...statuses.keys()].flatMap(foldersAbove)), [statuses]);
  useRevealChanges(changedFolders, setOpen);
  const isNew = useNewPaths(tree.entries);

  const toggle = useCallback(
    (path: string, isOpen: boolean) =>
      setOpen((paths) =>
        isOpen ? [...paths.filter((other) => other !== path), path] : paths.filter((other) => other !== path),
      ),
    [setOpen],
  );
  const activate = useCallback(
    (path: string, kind: "file" | "directory", isExpanded: boolean) => {
      if (kind === "directory") toggle(path, !isExpanded);
      else setSelected(path);
    },
    [toggle, setSelected],
  );
  const container = useRef<HTMLDivElement>(null);
  const treeRef = useComposedRefs(ref, container);
  const { focusedPath, setFocusedPath, onTreeKeyDown } = useTreeKeys({ rows, container, selected, toggle, activate });

  return (
    <Frame data-oc-root="" data-state={rows.length === 0 ? (isLoading ? "loading" : "empty") : "filled"}>
      {rows.length === 0 ? (
        <Empty>
          <Icon icon={FolderOpen} />
          {labels.noFiles}
        </Empty>
      ) : (
        <Tree
          ref={treeRef}
          role="tree"
          aria-label={labels.files}
          {...rest}
          onKeyDown={composeHandlers(onKeyDown, onTreeKeyDown)}
        >
          {rows.map((row) => (
            <FileTreeItem
              key={row.path}
              row={row}
              status={statuses.get(row.path)}
              hasChanges={row.kind === "directory" && changedFolders.has(row.path)}
              isSelected={row.path === selected}
              isTabStop={row.path === focusedPath}
              isNew={isNew(row.path)}
              onFocus={setFocusedPath}
              onActivate={activate}
            />
          ))}
        </Tree>
      )}
      {isTruncated ? <Note>{labels.filesTruncated}</Note> : null}
    </Frame>
  );
});
FileTreeView.displayName = "FileTreeView";

/** Files that the agent deleted keep a row, so that their going can be seen. */
function withDeleted(files: readonly FileEntry[], statuses: ReadonlyMap<string, FileStatus>): readonly FileEntry[] {
  const deleted = [...statuses].filter(([, status]) => status === "deleted").map(([path]) => path);
  if (deleted.length === 0) return files;
  const present = new Set(files.map(({ path }) => path));
  return [...files, ...deleted.filter((path) => !present.has(path)).map((path) => ({ path, kind: "file" as const }))];
}

/** Opens a folder when the first change in it arrives; one that the reader closed stays closed. */
function useRevealChanges(
  folders: ReadonlySet<string>,
  setOpen: (update: (paths: readonly string[]) => readonly string[]) => void,
): void {
  const revealed = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const fresh = [...folders].filter((path) => !revealed.current.has(path));
    revealed.current = new Set([...revealed.current, ...fresh]);
    if (fresh.length > 0) setOpen((paths) => [...new Set([...paths, ...fresh])]);
  }, [folders, setOpen]);
}

/** Whether a path has come since the tree was first shown. */
function useNewPaths(entries: ReadonlyMap<string, FileEntry>): (path: string) => boolean {
  const [first, setFirst] = useState<ReadonlyMap<string, FileEntry>>();
  if (first === undefined && entries.size > 0) setFirst(entries);
  return (path) => first !== undefined && !first.has(path) && entries.has(path);
}
