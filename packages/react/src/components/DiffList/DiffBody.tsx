import type { FileDiff } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { selectDiff } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { useCallback } from "react";
import { useBoundRun } from "../../context/useBoundRun.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { PatchView } from "../PatchView/PatchView.tsx";
import { FetchedDiff } from "./FetchedDiff.tsx";

const Note = createPart("p", "oc-patch-note");

type Props = {
  readonly diff: FileDiff;
  /** The run that the diff is of; without one, it is all there is. */
  readonly runId: string | undefined;
};

/** What a changed file opens to. */
export function DiffBody({ diff, runId }: Props): ReactNode {
  return runId === undefined ? <DiffPatch diff={diff} /> : <BoundDiffBody diff={diff} runId={runId} />;
}

/** A patch that tool calls have is put together only where somebody looks at it. */
function BoundDiffBody({ diff: listed, runId }: { readonly diff: FileDiff; readonly runId: string }): ReactNode {
  const { path } = listed;
  const diff = useBoundRun(
    "DiffList",
    runId,
    useCallback((state: RunState) => selectDiff(state, path), [path]),
  );
  return <DiffPatch diff={diff ?? listed} runId={runId} />;
}

type PatchProps = { readonly diff: FileDiff; readonly runId?: string };

/** The patch, or what is known of a change that has none. */
function DiffPatch({ diff, runId }: PatchProps): ReactNode {
  const labels = useLabels();
  const { path, previousPath, status, patch } = diff;
  if (diff.isBinary) return <Note>{labels.binaryFile}</Note>;
  if (patch === "" && diff.isPatchOmitted) {
    if (runId === undefined) return <Note>{labels.patchNotIncluded}</Note>;
    return (
      <FetchedDiff diff={diff} runId={runId}>
        {(fetched) => <DiffPatch diff={fetched} />}
      </FetchedDiff>
    );
  }
  if (patch === "" && status === "renamed" && previousPath !== undefined) {
    return <Note>{labels.renamed(previousPath, path)}</Note>;
  }
  return <PatchView patch={patch} path={path} />;
}
