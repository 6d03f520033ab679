import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";

const Frame = createPart("span", "oc-counts");

type Props = { readonly additions: number; readonly deletions: number };

/** `+12 −3`, spoken as words. */
export function DiffCounts({ additions, deletions }: Props): ReactNode {
  const labels = useLabels();
  return (
    <Frame>
      {additions === 0 && deletions > 0 ? null : (
        <span data-slot="oc-count-added" aria-hidden="true">
          +{additions}
        </span>
      )}
      {deletions === 0 && additions > 0 ? null : (
        <span data-slot="oc-count-removed" aria-hidden="true">
          −{deletions}
        </span>
      )}
      <span data-slot="oc-visually-hidden">
        {labels.additions(additions)}, {labels.deletions(deletions)}
      </span>
    </Frame>
  );
}
