import { Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { forwardRef } from "react";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";

const Frame = createPart("section", "oc-run");
const Box = createPart("div", "oc-empty");
const Title = createPart("p", "oc-empty-title");
const Text = createPart("p", "oc-empty-text");

/** What stands where a run will be. */
export const EmptyRun = forwardRef<HTMLElement, PartProps<"section">>((props, ref): ReactNode => {
  const labels = useLabels();
  return (
    <Frame ref={ref} aria-label={labels.run} data-oc-root="" data-status="empty" {...props}>
      <Box>
        <Icon icon={Sparkles} />
        <Title>{labels.emptyTitle}</Title>
        <Text>{labels.emptyText}</Text>
      </Box>
    </Frame>
  );
});
EmptyRun.displayName = "EmptyRun";
