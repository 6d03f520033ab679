import type { FileDiff } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { forwardRef } from "react";
import { useBoundRun } from "../../context/useBoundRun.ts";
import type { DiffListViewProps } from "./DiffListView.tsx";
import { DiffListView } from "./DiffListView.tsx";

const selectDiffs = (state: RunState): readonly FileDiff[] => state.diffs;

export type DiffListProps = Omit<DiffListViewProps, "diffs"> & {
  /** The run whose changes are shown. Default: the surrounding run. */
  readonly runId?: string | undefined;
  /** Shown as they are; no run and no provider is needed. */
  readonly diffs?: readonly FileDiff[] | undefined;
};

/**
 * The files that changed, each opening to its patch.
 *
 * @example
 * <DiffList runId={runId} />
 * <DiffList diffs={[{ path: "a.ts", status: "modified", additions: 1, deletions: 0, patch }]} />
 */
export const DiffList = forwardRef<HTMLElement, DiffListProps>(({ runId, diffs, ...props }, ref) =>
  diffs === undefined ? (
    <BoundDiffList ref={ref} runId={runId} {...props} />
  ) : (
    <DiffListView ref={ref} diffs={diffs} {...props} />
  ),
);
DiffList.displayName = "DiffList";

type BoundProps = Omit<DiffListViewProps, "diffs"> & { readonly runId: string | undefined };

const BoundDiffList = forwardRef<HTMLElement, BoundProps>(({ runId, ...props }, ref) => (
  <DiffListView ref={ref} diffs={useBoundRun("DiffList", runId, selectDiffs)} {...props} />
));
BoundDiffList.displayName = "BoundDiffList";
