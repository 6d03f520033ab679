import type { Part, ToolPart, ToolStatus } from "../protocol/index.ts";
import { defined, TOOL_STATUSES } from "../protocol/index.ts";
import { EMPTY_TEXT } from "../state/index.ts";
import type { JsonObject } from "./readers.ts";
import { count, flag, object, text, texts } from "./readers.ts";
import { toRelativePath, withRelativePaths } from "./toRelativePath.ts";

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
  const base = { id, messageId, sessionId };
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
      return { ...base, type, mime: text(raw, "mime") ?? "", ...defined({ filename: text(raw, "filename") }) };
    case "step-start":
    case "step-finish":
      return { ...base, type, ...defined({ reason: text(raw, "reason") }) };
    case "patch":
      return { ...base, type, files: texts(raw, "files").map((file) => toRelativePath(directory, file)) };
    default: {
      const { id: _i, messageID: _m, sessionID: _s, type: _t, ...data } = raw;
      return { ...base, type: "other", kind: type, data };
    }
  }
}

function toToolPart(
  base: { id: string; messageId: string; sessionId: string },
  raw: JsonObject,
  directory: string,
): ToolPart {
  const state = object(raw, "state");
  const time = object(state, "time");
  const status = text(state, "status");
  return {
    ...base,
    type: "tool",
    callId: text(raw, "callID") ?? base.id,
    tool: text(raw, "tool") ?? "unknown",
    status: isToolStatus(status) ? status : "pending",
    input: object(state, "input"),
    output: EMPTY_TEXT,
    metadata: withRelativePaths(directory, keptMetadata(object(state, "metadata"))),
    ...defined({
      title: text(state, "title"),
      error: text(state, "error"),
      startedAt: count(time, "start"),
      endedAt: count(time, "end"),
    }),
  };
}

/** The whole text of a tool's output at this moment: a command's live output, else what the tool returned. */
export function outputOf(raw: JsonObject): string {
  const state = object(raw, "state");
  const live = text(object(state, "metadata"), "output");
  return live ?? text(state, "output") ?? "";
}

/** OpenCode repeats the output and each patch here; one copy of each is enough. */
function keptMetadata(metadata: JsonObject): JsonObject {
  const { output: _output, filediff: _filediff, preview: _preview, ...kept } = metadata;
  return "files" in kept && "diff" in kept ? omit(kept, "diff") : kept;
}

function omit(from: JsonObject, key: string): JsonObject {
  const { [key]: _, ...kept } = from;
  return kept;
}

function isToolStatus(value: string | undefined): value is ToolStatus {
  return TOOL_STATUSES.includes(value as ToolStatus);
}
