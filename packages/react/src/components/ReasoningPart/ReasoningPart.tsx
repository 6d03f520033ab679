import type { TextPart } from "@opencode-kit/client/protocol";
import * as Collapsible from "@radix-ui/react-collapsible";
import { Brain, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOpenPart } from "../../context/useOpenPart.ts";
import { formatDuration } from "../../lib/format.ts";
import { Icon } from "../../lib/Icon.tsx";
import { usePrinting } from "../../lib/usePrinting.ts";
import { Markdown } from "../Markdown/Markdown.tsx";

const Frame = createPart("div", "oc-reasoning");
const Trigger = createPart("button", "oc-reasoning-trigger");
const Content = createPart("div", "oc-reasoning-content");

type Props = {
  readonly part: TextPart;
  /** Default: the part's own. */
  readonly text?: string;
  /** Shown above the text. */
  readonly notice?: ReactNode;
};

/** What the model thought, one line until it is opened. */
export function ReasoningPart({ part, text = part.text, notice }: Props): ReactNode {
  const labels = useLabels();
  const [isOpen, setOpen] = useOpenPart(part.id, {});
  const isPrinting = usePrinting();
  const { startedAt, endedAt } = part;
  const isLive = endedAt === undefined;
  const duration = startedAt === undefined || isLive ? undefined : formatDuration(endedAt - startedAt);
  return (
    <Collapsible.Root asChild open={isOpen || isPrinting} onOpenChange={setOpen}>
      <Frame data-status={isLive ? "running" : "done"}>
        <Collapsible.Trigger asChild>
          <Trigger>
            <span data-slot="oc-row-icon">
              <Icon icon={Brain} />
              <Icon icon={ChevronRight} />
            </span>
            <span data-slot="oc-reasoning-title">{isLive ? labels.reasoningLive : labels.reasoningDone(duration)}</span>
          </Trigger>
        </Collapsible.Trigger>
        <Collapsible.Content asChild>
          <Content>
            {notice}
            <Markdown text={text} />
          </Content>
        </Collapsible.Content>
      </Frame>
    </Collapsible.Root>
  );
}
