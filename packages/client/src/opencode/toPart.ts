import type { Part, ToolPart, ToolStatus } from "../protocol/index.ts";
import { defined, TOOL_STATUSES } from "../protocol/index.ts";
import { EMPTY_TEXT } from "../state/index.ts";
import type { JsonObject } from "./readers.ts";
import { count, flag, object, objects, text, texts } from "./readers.ts";
import { shellNote } from "./shellNote.ts";
import { toAttachment } from "./toAttachment.ts";
import { toError, withoutRemedy } from "./toError.ts";
import { toUsage } from "./toMessage.ts";
import { toInput, toMetadata, toTitle } from "./toolData.ts";
import { toRelativePath, withRelativePaths } from "./toRelativePath.ts";

type Base = { readonly id: string; readonly messageId: string; readonly sessionId: string };

/**
 * A part as OpenCode sends it, or undefined if it lacks what a part needs. A tool's output is left empty here: it
 * reaches the fold as what was added, see {@link outputOf}.
 */
export function toPart(raw: JsonObject, directory: string): Part | undefined {
  const id = text(raw, "id");
  const messageId = text(raw, "messageID");
  const sessionId = text(raw, "sessionID");
  const type = text(raw, "type");
  if (id === undefined || messageId === undefined || sessionId === undefined || type === undefined) return undefined;
  return toTypedPart({ id, messageId, sessionId }, type, raw, directory);
}

function toTypedPart(base: Base, type: string, raw: JsonObject, directory: string): Part {
  switch (type) {
    case "text":
    case "reasoning": {
      const time = object(raw, "time");
      return {
        ...base,
        type,
        text: text(raw, "text") ?? "",
        ...defined({
          synthetic: flag(raw, "synthetic") ? true : undefined,
          startedAt: count(time, "start"),
          endedAt: count(time, "end"),
        }),
      };
    }
    case "tool":
      return toToolPart(base, raw, directory);
    case "file":
      return { ...base, type, ...toAttachment(raw, directory) };
    case "step-start":
      return { ...base, type };
    case "step-finish":
      return {
        ...base,
        type,
        ...defined({ reason: text(raw, "reason"), usage: toUsage(raw) }),
      };
    case "patch": {
      const files = texts(raw, "files").map((file) => toRelativePath(directory, file));
      return { ...base, type, files, ...defined({ hash: text(raw, "hash") }) };
    }
    case "retry": {
      const createdAt = count(object(raw, "time"), "created");
      const attempt = count(raw, "attempt") ?? 1;
      return { ...base, type, attempt, error: withoutRemedy(toError(object(raw, "error"))), ...defined({ createdAt }) };
    }
    case "compaction":
      return { ...base, type, isAuto: flag(raw, "auto") };
    case "subtask":
      return {
        ...base,
        type,
        prompt: text(raw, "prompt") ?? "",
        ...defined({ description: text(raw, "description"), agent: text(raw, "agent") }),
      };
    default: {
      const { id: _i, messageID: _m, sessionID: _s, type: _t, ...data } = raw;
      return { ...base, type: "other", kind: type, data: withRelativePaths(directory, data) };
    }
  }
}

function toToolPart(base: Base, raw: JsonObject, directory: string): ToolPart {
  const state = object(raw, "state");
  const time = object(state, "time");
  const status = text(state, "status");
  const input = toInput(object(state, "input"), directory);
  const attachments = objects(state, "attachments").map((each) => toAttachment(each, directory));
  return {
    ...base,
    type: "tool",
    callId: text(raw, "callID") ?? base.id,
    tool: text(raw, "tool") ?? "unknown",
    status: isToolStatus(status) ? status : "pending",
    input,
    output: EMPTY_TEXT,
    metadata: {
      ...toMetadata(object(state, "metadata"), directory, input),
      ...defined({ note: shellNote(text(state, "output")) }),
    },
    ...defined({
      title: toTitle(text(state, "title"), input),
      error: text(state, "error"),
      attachments: attachments.length === 0 ? undefined : attachments,
      startedAt: count(time, "start"),
      endedAt: count(time, "end"),
    }),
  };
}

function isToolStatus(value: string | undefined): value is ToolStatus {
  return TOOL_STATUSES.includes(value as ToolStatus);
}
