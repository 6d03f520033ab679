import type { AnsweredRequest } from "@opencode-kit/client/protocol";
import { Check, X } from "lucide-react";
import { forwardRef } from "react";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { personName } from "../../lib/personName.ts";
import { oneLine } from "../../lib/oneLine.ts";

const Frame = createPart("p", "oc-answered");
const Text = createPart("span", "oc-answered-text");

export type AnsweredNoticeProps = FrameProps<"p"> & { readonly answer: AnsweredRequest };

/** Who answered a request, and how: what stands where the prompt was. */
export const AnsweredNotice = forwardRef<HTMLParagraphElement, AnsweredNoticeProps>(({ answer, ...props }, ref) => {
  const labels = useLabels();
  const { kind, outcome, permission = "", by } = answer;
  const title =
    kind === "permission"
      ? oneLine(labels.permissionTitle(permission))
      : kind === "question"
        ? labels.questionTitle
        : labels.answeredBudget;
  const isNo = outcome === "reject" || outcome === "stop";
  return (
    <Frame ref={ref} data-oc-root="" data-outcome={outcome} {...props}>
      <Icon icon={isNo ? X : Check} />
      <Text>{labels.answeredBy(by === undefined ? labels.somebody : personName(by), outcome, title)}</Text>
    </Frame>
  );
});
AnsweredNotice.displayName = "AnsweredNotice";
