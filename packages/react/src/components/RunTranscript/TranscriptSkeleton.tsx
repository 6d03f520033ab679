import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRunContext } from "../../context/RunContext.ts";
import { useRunPhase } from "../../context/useRunPhase.ts";

const Frame = createPart("div", "oc-skeleton");

/** Stands where the first message and some rows will be. */
export function TranscriptSkeleton(): ReactNode {
  const { store } = useRunContext("TranscriptSkeleton");
  return useRunPhase(store) === "unavailable" ? null : <RunSkeleton />;
}

/** The same without a run. */
export function RunSkeleton(): ReactNode {
  const labels = useLabels();
  return (
    <Frame role="status" aria-label={labels.loading}>
      <span data-slot="oc-skeleton-box" />
      <span data-slot="oc-skeleton-line" data-width="wide" />
      <span data-slot="oc-skeleton-line" data-width="medium" />
      <span data-slot="oc-skeleton-line" data-width="narrow" />
    </Frame>
  );
}
