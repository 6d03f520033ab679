import type { FilePart, Part } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { selectPart } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { memo, useCallback } from "react";
import { useRun } from "../../context/RunContext.ts";
import { ErrorBoundary } from "../../lib/ErrorBoundary.tsx";
import { AttachmentView } from "../Attachment/AttachmentView.tsx";
import { FailedView } from "./FailedView.tsx";
import { CompactionRow, RetryRow, SubtaskRow } from "./MarkerRows.tsx";
import { ReasoningRow, TextRow } from "./TextRows.tsx";
import { ToolRow } from "./ToolRow.tsx";

type Props = { readonly id: string; readonly isUser: boolean };

/** One part of a message. It alone renders again when the part changes. */
export const PartRow = memo(({ id, isUser }: Props): ReactNode => {
  const part = useRun(
    "PartRow",
    useCallback((state: RunState) => selectPart(state, id), [id]),
  );
  if (part === undefined) return null;
  return (
    <ErrorBoundary fallback={(_error, retry) => <FailedView kind="part" retry={retry} />}>
      <PartBody part={part} isUser={isUser} />
    </ErrorBoundary>
  );
});
PartRow.displayName = "PartRow";

function PartBody({ part, isUser }: { readonly part: Part; readonly isUser: boolean }): ReactNode {
  switch (part.type) {
    case "text":
      return <TextRow part={part} isUser={isUser} />;
    case "reasoning":
      return <ReasoningRow part={part} />;
    case "tool":
      return <ToolRow part={part} />;
    case "file":
      return <FileRow part={part} />;
    case "retry":
      return <RetryRow part={part} />;
    case "compaction":
      return <CompactionRow part={part} />;
    case "subtask":
      return <SubtaskRow part={part} />;
    default:
      // Steps and patches repeat what the tools and the list of changes show; unknown types have nothing to show.
      return null;
  }
}

function FileRow({ part }: { readonly part: FilePart }): ReactNode {
  return <AttachmentView attachment={part} partId={part.id} />;
}
