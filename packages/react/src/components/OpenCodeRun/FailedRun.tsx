import type { RunError } from "@opencode-kit/client/protocol";
import { forwardRef } from "react";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { ErrorNotice } from "../RunError/ErrorNotice.tsx";

const Frame = createPart("section", "oc-run");

type Props = PartProps<"section"> & { readonly heading: string; readonly error: RunError };

/** Stands where a run would be, and says why it is not there. */
export const FailedRun = forwardRef<HTMLElement, Props>(({ heading, error, ...props }, ref) => {
  const labels = useLabels();
  return (
    <Frame ref={ref} aria-label={labels.run} data-oc-root="" data-status="unavailable" {...props}>
      <ErrorNotice heading={heading} error={error} />
    </Frame>
  );
});
FailedRun.displayName = "FailedRun";
