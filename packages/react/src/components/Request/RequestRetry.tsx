import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { RequestError } from "../../hooks/useRequest.ts";
import type { FetchButtonProps } from "./FetchButton.tsx";
import { FetchButton } from "./FetchButton.tsx";
import { RequestFailure } from "./RequestFailure.tsx";

const Frame = createPart("span", "oc-request");

type Props = Pick<FetchButtonProps, "request"> & { readonly error: RequestError };

/** Why something that nobody had to ask for is not here, and a way to ask again. */
export function RequestRetry({ request, error }: Props): ReactNode {
  const labels = useLabels();
  return (
    <Frame data-state="failed">
      <RequestFailure error={error} />
      <FetchButton request={request}>{labels.tryAgain}</FetchButton>
    </Frame>
  );
}
