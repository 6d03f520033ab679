import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import type { FetchButtonProps } from "./FetchButton.tsx";
import { FetchButton } from "./FetchButton.tsx";
import { RequestFailure } from "./RequestFailure.tsx";

const Frame = createPart("span", "oc-request");

/** A quiet button that fetches what is shown in its place, and says why it could not. */
export function RequestButton(props: FetchButtonProps): ReactNode {
  const { isBusy, error } = props.request;
  return (
    <Frame data-state={isBusy ? "busy" : error === undefined ? "idle" : "failed"}>
      <FetchButton {...props} />
      {error === undefined ? null : <RequestFailure error={error} />}
    </Frame>
  );
}
