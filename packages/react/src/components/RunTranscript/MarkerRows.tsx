import type { CompactionPart, RetryPart, SubtaskPart } from "@opencode-kit/client/protocol";
import { Bot, FoldVertical, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";

const Marker = createPart("div", "oc-marker");
const Quote = createPart("span", "oc-marker-quote");
const Text = createPart("span", "oc-marker-text");

/** The provider failed and was asked again: which attempt, why, and what the provider said of it. */
export function RetryRow({ part }: { readonly part: RetryPart }): ReactNode {
  const labels = useLabels();
  const { message, providerMessage = "" } = part.error;
  const quote = unsaid(message, providerMessage);
  return (
    <Marker data-kind="retry">
      <Icon icon={RotateCw} />
      <Text>
        {labels.attemptFailed(part.attempt)} {message}
        {quote === "" ? null : <Quote title={providerMessage}>{quote}</Quote>}
      </Text>
    </Marker>
  );
}

/** What the provider said beside what the message says of it: often its first line is in there. */
function unsaid(message: string, providerMessage: string): string {
  const [first = "", ...rest] = providerMessage.trim().split("\n");
  return message.includes(first.replace(/[.!?]+$/, "")) ? rest.join("\n").trim() : providerMessage.trim();
}

/** From here on the agent remembers a summary of what is above. */
export function CompactionRow({ part }: { readonly part: CompactionPart }): ReactNode {
  const labels = useLabels();
  return (
    <Marker data-kind="compaction" title={labels.compactedTitle(part.isAuto)}>
      <Icon icon={FoldVertical} />
      {labels.compacted}
    </Marker>
  );
}

/** A person asked for a subagent. */
export function SubtaskRow({ part }: { readonly part: SubtaskPart }): ReactNode {
  const labels = useLabels();
  const { description, agent, prompt } = part;
  return (
    <Marker data-kind="subtask" title={prompt}>
      <Icon icon={Bot} />
      <Text>
        {labels.subtask(agent)} {description ?? prompt.split("\n", 1)[0]}
      </Text>
    </Marker>
  );
}
