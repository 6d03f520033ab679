import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";

const Frame = createPart("div", "oc-view-failed");
const Button = createPart("button", "oc-button");

type Props = {
  /** What failed: a tool's renderer, or all of a part. */
  readonly kind: "tool" | "part";
  readonly retry: () => void;
};

/** Says that what should be here threw, and shows it again on demand. */
export function FailedView({ kind, retry }: Props): ReactNode {
  const labels = useLabels();
  return (
    <Frame role="note">
      <Icon icon={CircleAlert} />
      <span>{kind === "tool" ? labels.toolViewFailed : labels.partViewFailed}</span>
      <Button data-size="small" data-variant="quiet" onClick={retry}>
        {labels.tryAgain}
      </Button>
    </Frame>
  );
}
