import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { RequestError } from "../../hooks/useRequest.ts";

const Text = createPart("span", "oc-request-error");

/** Why something could not be fetched. */
export function RequestFailure({ error }: { readonly error: RequestError }): ReactNode {
  const labels = useLabels();
  return (
    <Text role="alert" data-final={error.isFinal ? "" : undefined}>
      {error.isFinal ? error.message : labels.fetchFailed(error.message)}
    </Text>
  );
}
