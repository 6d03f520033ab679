import type { ToolPart } from "@opencode-kit/client/protocol";
import { isRunOver } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { useCallback } from "react";
import { useOptionalRun } from "../../context/RunContext.ts";

/** How a call stands for a person who watches: finer than OpenCode's own status. */
export type ToolState = "pending" | "running" | "waiting" | "completed" | "denied" | "interrupted" | "error";

/** OpenCode has no status for a call that somebody forbade; these are its words to the model. */
const DENIED = /^The user (rejected permission|dismissed this question|has specified a rule)/;

const ABORTED = "Tool execution aborted";

type Surrounding = "waiting" | "over" | "going";

function endOf({ tool, status, error = "", metadata }: ToolPart): ToolState {
  if (status === "error" && DENIED.test(error)) return "denied";
  if (metadata["interrupted"] === true || error === ABORTED) return "interrupted";
  // A command that was stopped counts as completed there, without an exit code.
  if (tool === "bash" && status === "completed" && metadata["exit"] === null) return "interrupted";
  return status;
}

/** How the call stands, with what its run knows: whether it waits for a person, and whether anybody still works on it. */
export function useToolState(part: ToolPart): ToolState {
  const { callId } = part;
  const surrounding = useOptionalRun(
    useCallback(
      (state: RunState | undefined): Surrounding => {
        if (state === undefined) return "going";
        if (state.pending.some((request) => request.callId === callId)) return "waiting";
        return isRunOver(state.status) ? "over" : "going";
      },
      [callId],
    ),
  );
  const isLive = part.status === "pending" || part.status === "running";
  if (!isLive) return endOf(part);
  if (surrounding === "going") return part.status;
  return surrounding === "waiting" ? "waiting" : "interrupted";
}
