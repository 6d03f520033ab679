import type { TextWindow, ToolPart } from "../../protocol/index.ts";
import { defined } from "../../protocol/index.ts";
import { EMPTY_TEXT, utf8Bytes, windowOf } from "../TextWindow.ts";
import type { OpenCodeToolUIPart } from "./OpenCodeUIMessage.ts";
import { INTERRUPTED, LEFT_OUT, REFUSED_TEXT } from "./toToolUIPart.ts";

/** What of a tool call does not depend on the message that it is in. */
type ToolFacts = Omit<ToolPart, "id" | "messageId" | "sessionId">;

/** A tool call as OpenCode has it, of what the AI SDK's terms say of it. */
export function fromToolUIPart(ui: OpenCodeToolUIPart): ToolFacts {
  const { startedAt, endedAt, isOutputCut, isInputCut, metadata, attachments } = ui.toolMetadata;
  const isInvalid = ui.state === "output-error" && ui.input["tool"] === ui.toolName && "error" in ui.input;
  const output = isInvalid ? ui.errorText : ui.state === "output-available" ? ui.output : ui.toolMetadata.output;
  return {
    type: "tool",
    callId: ui.toolCallId,
    tool: isInvalid ? "invalid" : ui.toolName,
    input: ui.input,
    output: toWindow(output, isOutputCut === true),
    metadata: metadata ?? {},
    ...(isInvalid ? { status: "completed" } : statusOf(ui)),
    ...defined({ title: ui.title, isInputCut, attachments, startedAt, endedAt }),
  };
}

function statusOf(ui: OpenCodeToolUIPart): Pick<ToolPart, "status" | "error"> {
  const unended = { status: ui.toolMetadata.startedAt === undefined ? "pending" : "running" } as const;
  switch (ui.state) {
    case "input-streaming":
      return { status: "pending" };
    case "input-available":
      return { status: "running" };
    case "approval-requested":
      return unended;
    case "output-available":
      return { status: "completed" };
    case "output-error":
      return ui.errorText === INTERRUPTED ? unended : { status: "error", error: ui.errorText };
    case "output-denied": {
      const { reason, isAutomatic } = ui.approval;
      if (isAutomatic === true && reason !== undefined) return { status: "error", error: reason };
      return { status: "error", error: reason === undefined ? `${REFUSED_TEXT}.` : `${REFUSED_TEXT}: ${reason}` };
    }
  }
}

function toWindow(text: string | undefined, isCut: boolean): TextWindow {
  if (text === undefined || text === "") return EMPTY_TEXT;
  const cut = isCut ? LEFT_OUT.exec(text) : null;
  if (cut === null) return windowOf(text);
  const missing = Number(cut[1]);
  const head = text.slice(0, cut.index);
  const tail = text.slice(cut.index + cut[0].length);
  // Of what is left out only the characters are known; most are of one byte.
  return { head, tail, chars: head.length + tail.length + missing, bytes: utf8Bytes(head + tail) + missing };
}
