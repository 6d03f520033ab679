import type { TextPart } from "@opencode-kit/client/protocol";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { visibleText } from "../../lib/visibleText.ts";
import { Markdown } from "../Markdown/Markdown.tsx";
import { ReasoningPart } from "../ReasoningPart/ReasoningPart.tsx";
import { SkippedText } from "./SkippedText.tsx";
import { useWholeText } from "./useWholeText.ts";

const UserText = createPart("div", "oc-user-text");

/** What a person or the model wrote. */
export function TextRow({ part, isUser }: { readonly part: TextPart; readonly isUser: boolean }): ReactNode {
  const { text, skipped, request } = useWholeText(part);
  if (part.synthetic || text.trim() === "") return null;
  const notice = <SkippedText skipped={skipped} request={request} />;
  if (isUser) {
    return (
      <UserText dir="auto">
        {notice}
        {visibleText(skipped > 0 ? `…${text}` : text)}
      </UserText>
    );
  }
  return (
    <>
      {notice}
      <Markdown text={text} />
    </>
  );
}

export function ReasoningRow({ part }: { readonly part: TextPart }): ReactNode {
  const { text, skipped, request } = useWholeText(part);
  if (text.trim() === "") return null;
  return <ReasoningPart part={part} text={text} notice={<SkippedText skipped={skipped} request={request} />} />;
}
