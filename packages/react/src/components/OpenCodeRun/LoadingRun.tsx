import { forwardRef } from "react";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { RunSkeleton } from "../RunTranscript/TranscriptSkeleton.tsx";

const Frame = createPart("section", "oc-run");

/** Stands where a run will be at once. */
export const LoadingRun = forwardRef<HTMLElement, PartProps<"section">>((props, ref) => {
  const labels = useLabels();
  return (
    <Frame ref={ref} aria-label={labels.run} aria-busy data-oc-root="" data-status="loading" {...props}>
      <RunSkeleton />
    </Frame>
  );
});
LoadingRun.displayName = "LoadingRun";
