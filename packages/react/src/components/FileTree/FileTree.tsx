import type { FileDiff, FileEntry, FileStatus } from "@opencode-kit/client/protocol";
import type { FilesState, RunState } from "@opencode-kit/client/state";
import { listFiles } from "@opencode-kit/client/state";
import { forwardRef, useMemo } from "react";
import { useClientContext, useOptionalClientContext } from "../../context/ClientContext.ts";
import { useOptionalRunContext } from "../../context/RunContext.ts";
import { useStore } from "../../lib/useStore.ts";
import type { FileTreeViewProps } from "./FileTreeView.tsx";
import { FileTreeView } from "./FileTreeView.tsx";

export type FileTreeProps = Omit<FileTreeViewProps, "files" | "statuses" | "isTruncated"> & {
  /** Shown as they are; no provider is needed. Default: the room's workspace, live. */
  readonly files?: readonly FileEntry[] | undefined;
  /** The run whose changes are marked. Default: the surrounding run, if any. */
  readonly runId?: string | undefined;
  /** Changes to mark, in place of a run's. */
  readonly diffs?: readonly FileDiff[] | undefined;
  /** Whether there are more files than these. Default: what the room says. */
  readonly truncated?: boolean | undefined;
};

/**
 * The workspace's files as a tree, live, with a mark at each that the agent changed.
 *
 * @example
 * <FileTree runId={runId} onSelectedPathChange={setPath} />
 * <FileTree files={[{ path: "src/a.ts", kind: "file" }]} />
 */
export const FileTree = forwardRef<HTMLDivElement, FileTreeProps>(
  ({ files, runId, diffs, truncated, ...props }, ref) => {
    const ofRun = useDiffs(runId);
    const changes = diffs ?? ofRun;
    const statuses = useMemo(() => new Map(changes.map(({ path, status }) => [path, status])), [changes]);
    return files === undefined ? (
      <BoundTree ref={ref} statuses={statuses} truncated={truncated} {...props} />
    ) : (
      <FileTreeView ref={ref} files={files} statuses={statuses} isTruncated={truncated ?? false} {...props} />
    );
  },
);
FileTree.displayName = "FileTree";

const NO_DIFFS: readonly FileDiff[] = [];
const NO_RUN = { get: () => undefined, subscribe: () => () => undefined };

/** A tree marks changes where it knows of some, and is a tree where it does not. */
function useDiffs(runId: string | undefined): readonly FileDiff[] {
  const client = useOptionalClientContext()?.client;
  const run = useOptionalRunContext();
  const store = runId === undefined ? run?.store : client?.run(runId);
  return useStore<RunState | undefined, readonly FileDiff[]>(store ?? NO_RUN, selectDiffs);
}

function selectDiffs(state: RunState | undefined): readonly FileDiff[] {
  return state?.diffs ?? NO_DIFFS;
}

type BoundProps = Omit<FileTreeViewProps, "files" | "isTruncated"> & {
  readonly statuses: ReadonlyMap<string, FileStatus>;
  readonly truncated: boolean | undefined;
};

const whole = (state: FilesState): FilesState => state;

const BoundTree = forwardRef<HTMLDivElement, BoundProps>(({ truncated, ...props }, ref) => {
  const { client } = useClientContext("FileTree");
  const state = useStore(client.files, whole);
  const { phase } = useStore(client.files.status, (status) => status);
  const files = useMemo(() => listFiles(state), [state]);
  const isLoading = files.length === 0 && (phase === "loading" || phase === "idle");
  return (
    <FileTreeView ref={ref} files={files} isTruncated={truncated ?? state.truncated} isLoading={isLoading} {...props} />
  );
});
BoundTree.displayName = "BoundTree";
