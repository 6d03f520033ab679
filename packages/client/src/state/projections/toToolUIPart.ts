import type { JsonObject, PendingPermission, TextWindow, ToolPart } from "../../protocol/index.ts";
import { defined } from "../../protocol/index.ts";
import { isCut } from "../TextWindow.ts";
import type { OpenCodeToolMetadata, OpenCodeToolUIPart } from "./OpenCodeUIMessage.ts";

/** What OpenCode writes where a person refused; what the person said comes after it. */
const REFUSED = /^The user rejected permission[^:]*(?:: ([^]*))?/i;
/** How a refusal begins that was read from a snapshot, which keeps of it only what the person said. */
export const REFUSED_TEXT = "The user rejected permission to use this specific tool call";
/** What it writes where the configuration forbids. */
const FORBIDDEN = /^The user has specified a rule which prevents/i;
/** The error of a call that never ended. */
export const INTERRUPTED = "Interrupted.";
/** Stands for the middle of a long output. */
export const LEFT_OUT = /\n… (\d+) characters left out …\n/;

/**
 * A tool call of OpenCode in the AI SDK's terms.
 *
 * @param isLive Whether it may still go on; a call that says `running` and is not live was interrupted.
 * @param permission What waits for a person before the call goes on.
 */
export function toToolUIPart(
  part: ToolPart,
  isLive: boolean,
  permission: PendingPermission | undefined,
): OpenCodeToolUIPart {
  const base = {
    type: "dynamic-tool",
    toolName: part.tool,
    toolCallId: part.callId,
    input: part.input,
    toolMetadata: toToolMetadata(part),
    ...(part.title === undefined || part.title === "" ? {} : { title: part.title }),
  } as const;
  switch (part.status) {
    case "pending":
    case "running":
      if (!isLive) return { ...base, state: "output-error", errorText: INTERRUPTED };
      if (permission !== undefined) return { ...base, state: "approval-requested", approval: { id: permission.id } };
      return { ...base, state: part.status === "pending" ? "input-streaming" : "input-available" };
    case "completed":
      // OpenCode answers a call that makes no sense with a tool of its own, `invalid`.
      return part.tool === "invalid"
        ? { ...base, toolName: calledTool(part.input), state: "output-error", errorText: textOf(part.output) }
        : { ...base, state: "output-available", output: textOf(part.output) };
    case "error":
      return toFailed(base, part);
  }
}

function toFailed(base: Omit<OpenCodeToolUIPart, "state" | "approval">, part: ToolPart): OpenCodeToolUIPart {
  const errorText = part.error ?? "";
  const refusal = REFUSED.exec(errorText);
  if (refusal !== null) {
    const approval = { id: part.id, approved: false, ...defined({ reason: refusal[1] }) } as const;
    return { ...base, state: "output-denied", approval };
  }
  if (FORBIDDEN.test(errorText)) {
    const approval = { id: part.id, approved: false, reason: errorText, isAutomatic: true } as const;
    return { ...base, state: "output-denied", approval };
  }
  return { ...base, state: "output-error", errorText: errorText === "" ? "Failed." : errorText };
}

function toToolMetadata(part: ToolPart): OpenCodeToolMetadata {
  const { id, status, output, metadata, startedAt, endedAt, isInputCut, attachments } = part;
  const sessionId = part.tool === "task" ? metadata["sessionId"] : undefined;
  return {
    partId: id,
    ...defined({
      startedAt,
      endedAt,
      output: status === "completed" || output.chars === 0 ? undefined : textOf(output),
      isOutputCut: isCut(output) ? (true as const) : undefined,
      isInputCut,
      subagentSessionId: typeof sessionId === "string" ? sessionId : undefined,
      metadata: Object.keys(metadata).length === 0 ? undefined : metadata,
      attachments,
    }),
  };
}

function calledTool(input: JsonObject): string {
  return typeof input["tool"] === "string" ? input["tool"] : "invalid";
}

function textOf(output: TextWindow): string {
  const { head, tail, chars } = output;
  if (!isCut(output)) return head + tail;
  return `${head}\n… ${chars - head.length - tail.length} characters left out …\n${tail}`;
}
