import type { FileDiff } from "@opencode-kit/client/protocol";
import { forwardRef } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { RequestButton } from "../Request/RequestButton.tsx";
import type { DiffListViewProps } from "./DiffListView.tsx";
import { DiffListView } from "./DiffListView.tsx";
import { useRunDiffs } from "./useRunDiffs.ts";

const Footer = createPart("div", "oc-diff-more");

export type DiffListProps = Omit<DiffListViewProps, "diffs" | "runId" | "leftOut" | "footer"> & {
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

type BoundProps = Omit<DiffListViewProps, "diffs" | "leftOut" | "footer">;

const BoundDiffList = forwardRef<HTMLElement, BoundProps>(({ runId: givenId, ...props }, ref) => {
  const labels = useLabels();
  const { diffs, runId, leftOut, request } = useRunDiffs(givenId);
  const footer =
    leftOut === 0 ? null : (
      <Footer>
        {labels.filesLeftOut(leftOut)}
        <RequestButton request={request}>{labels.showAllFiles}</RequestButton>
      </Footer>
    );
  return <DiffListView ref={ref} diffs={diffs} runId={runId} leftOut={leftOut} footer={footer} {...props} />;
});
BoundDiffList.displayName = "BoundDiffList";
