import type { RunState } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRunContext } from "../../context/RunContext.ts";
import { CopyButton } from "../CopyButton/CopyButton.tsx";

/** Copies what a message says, as it was written. */
export function MessageCopy({ messageId }: { readonly messageId: string }): ReactNode {
  const labels = useLabels();
  const { store } = useRunContext("MessageCopy");
  return <CopyButton label={labels.copyMessage} getText={() => textOf(store.get(), messageId)} />;
}

function textOf(state: RunState, messageId: string): string {
  const texts = state.messages.get(messageId)?.partIds.map((id) => {
    const part = state.parts.get(id);
    return part?.type === "text" && part.synthetic !== true ? part.text.trim() : "";
  });
  return texts?.filter(Boolean).join("\n\n") ?? "";
}
