import type { FilePart, JsonValue, OtherPart, Part, TextPart, ToolPart } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { selectPart } from "@opencode-kit/client/state";
import { FoldVertical, Paperclip, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { createElement, memo, useCallback } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun, useRunContext } from "../../context/RunContext.ts";
import { Icon } from "../../lib/Icon.tsx";
import { own } from "../../lib/own.ts";
import { Markdown } from "../Markdown/Markdown.tsx";
import { asObject, asText } from "../ToolCard/toolValues.ts";
import { ReasoningPart } from "../ReasoningPart/ReasoningPart.tsx";

const UserText = createPart("div", "oc-user-text");
const Marker = createPart("div", "oc-marker");

type Props = { readonly id: string; readonly isUser: boolean };

/** One part of a message. It alone renders again when the part changes. */
export const PartRow = memo(({ id, isUser }: Props): ReactNode => {
  const part = useRun(
    "PartRow",
    useCallback((state: RunState) => selectPart(state, id), [id]),
  );
  return part === undefined ? null : <PartBody part={part} isUser={isUser} />;
});
PartRow.displayName = "PartRow";

function PartBody({ part, isUser }: { readonly part: Part; readonly isUser: boolean }): ReactNode {
  switch (part.type) {
    case "text":
      return <TextRow part={part} isUser={isUser} />;
    case "reasoning":
      return part.text.trim() === "" ? null : <ReasoningPart part={part} />;
    case "tool":
      return <ToolRow part={part} />;
    case "file":
      return <FileRow part={part} />;
    case "other":
      return <OtherRow part={part} />;
    default:
      // Steps and patches repeat what the tools and the list of changes show; unknown types have nothing to show.
      return null;
  }
}

function TextRow({ part, isUser }: { readonly part: TextPart; readonly isUser: boolean }): ReactNode {
  if (part.synthetic || part.text.trim() === "") return null;
  return isUser ? <UserText>{part.text}</UserText> : <Markdown text={part.text} />;
}

function ToolRow({ part }: { readonly part: ToolPart }): ReactNode {
  const { tools, fallbackTool } = useRunContext("ToolRow");
  return createElement(own(tools, part.tool) ?? fallbackTool, { part });
}

function FileRow({ part }: { readonly part: FilePart }): ReactNode {
  const labels = useLabels();
  return (
    <Marker data-kind="file">
      <Icon icon={Paperclip} />
      {labels.attachment(part.filename ?? part.mime)}
    </Marker>
  );
}

function OtherRow({ part }: { readonly part: OtherPart }): ReactNode {
  const labels = useLabels();
  if (part.kind === "compaction") {
    return (
      <Marker data-kind="compaction">
        <Icon icon={FoldVertical} />
        {labels.compacted}
      </Marker>
    );
  }
  if (part.kind !== "retry") return null;
  const message = retryMessage(part.data["error"]);
  return (
    <Marker data-kind="retry">
      <Icon icon={RotateCw} />
      {labels.retried(message)}
    </Marker>
  );
}

function retryMessage(error: JsonValue | undefined): string {
  const { message, data } = asObject(error);
  return asText(message) || asText(asObject(data)["message"]);
}
