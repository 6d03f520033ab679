import type { Command } from "./commands.ts";
import { MAX_OUTPUT_CHARS, MAX_PAGE_MESSAGES, MAX_PROMPT_CHARS } from "./commands.ts";
import type { Decoded } from "./decoded.ts";
import { bad } from "./decoded.ts";
import { defined, isObject } from "./json.ts";

const MAX_ID_CHARS = 128;
const MAX_PATH_CHARS = 4096;
const MAX_NOTE_CHARS = 20_000;

/** A command from a client, every field checked. */
export function decodeCommand(value: unknown): Decoded<Command> {
  if (!isObject(value)) return bad("bad_message", "`command` is not an object.");
  switch (value["name"]) {
    case "submit": {
      const { operationId, prompt, sessionId, outputFile } = value;
      if (!isId(operationId)) return bad("bad_message", idText("operationId"));
      if (typeof prompt !== "string" || prompt.trim() === "")
        return bad("bad_request", "The prompt is empty. Say what the agent should do.");
      if (prompt.length > MAX_PROMPT_CHARS)
        return bad("too_large", `The prompt has ${prompt.length} characters; the limit is ${MAX_PROMPT_CHARS}.`);
      if (sessionId !== undefined && !isId(sessionId)) return bad("bad_message", idText("sessionId"));
      if (outputFile !== undefined && !isText(outputFile, MAX_PATH_CHARS))
        return bad("bad_message", "`outputFile` is not a path.");
      return {
        ok: true,
        value: {
          name: "submit",
          operationId,
          prompt,
          ...(sessionId === undefined ? {} : { sessionId }),
          ...(outputFile === undefined ? {} : { outputFile }),
        },
      };
    }
    case "stop": {
      const { runId } = value;
      if (!isId(runId)) return bad("bad_message", idText("runId"));
      return { ok: true, value: { name: "stop", runId } };
    }
    case "replyToPermission": {
      const { requestId, reply, message } = value;
      if (!isId(requestId)) return bad("bad_message", idText("requestId"));
      if (reply !== "once" && reply !== "always" && reply !== "reject")
        return bad("bad_message", "`reply` is not once, always or reject.");
      if (message !== undefined && !isText(message, MAX_NOTE_CHARS))
        return bad("bad_message", "`message` is not a text of a length that the agent is told.");
      return {
        ok: true,
        value: { name: "replyToPermission", requestId, reply, ...(message === undefined ? {} : { message }) },
      };
    }
    case "replyToQuestion": {
      const { requestId, answers } = value;
      if (!isId(requestId)) return bad("bad_message", idText("requestId"));
      if (!isAnswers(answers)) return bad("bad_message", "`answers` is not a list of lists of labels.");
      return { ok: true, value: { name: "replyToQuestion", requestId, answers } };
    }
    case "rejectQuestion": {
      const { requestId } = value;
      if (!isId(requestId)) return bad("bad_message", idText("requestId"));
      return { ok: true, value: { name: "rejectQuestion", requestId } };
    }
    case "linkArtifact": {
      const { path } = value;
      if (!isText(path, MAX_PATH_CHARS)) return bad("bad_message", "`path` is not a path.");
      return { ok: true, value: { name: "linkArtifact", path } };
    }
    case "getMessages": {
      const { runId, sessionId, before, limit } = value;
      if (!isId(runId)) return bad("bad_message", idText("runId"));
      if (sessionId !== undefined && !isId(sessionId)) return bad("bad_message", idText("sessionId"));
      if (before !== undefined && !isId(before)) return bad("bad_message", idText("before"));
      if (limit !== undefined && !isWithin(limit, 1, MAX_PAGE_MESSAGES))
        return bad("bad_message", `\`limit\` is not a whole number from 1 to ${MAX_PAGE_MESSAGES}.`);
      return { ok: true, value: { name: "getMessages", runId, ...defined({ sessionId, before, limit }) } };
    }
    case "getPart": {
      const { runId, partId } = value;
      if (!isId(runId)) return bad("bad_message", idText("runId"));
      if (!isId(partId)) return bad("bad_message", idText("partId"));
      return { ok: true, value: { name: "getPart", runId, partId } };
    }
    case "getPending": {
      const { requestId } = value;
      if (!isId(requestId)) return bad("bad_message", idText("requestId"));
      return { ok: true, value: { name: "getPending", requestId } };
    }
    case "getOutput": {
      const { runId, partId, offset, limit } = value;
      if (!isId(runId)) return bad("bad_message", idText("runId"));
      if (!isId(partId)) return bad("bad_message", idText("partId"));
      if (offset !== undefined && !isWithin(offset, 0, Number.MAX_SAFE_INTEGER))
        return bad("bad_message", "`offset` is not a whole number from 0.");
      if (limit !== undefined && !isWithin(limit, 1, MAX_OUTPUT_CHARS))
        return bad("bad_message", `\`limit\` is not a whole number from 1 to ${MAX_OUTPUT_CHARS}.`);
      return { ok: true, value: { name: "getOutput", runId, partId, ...defined({ offset, limit }) } };
    }
    case "getAttachment": {
      const { runId, partId, index } = value;
      if (!isId(runId)) return bad("bad_message", idText("runId"));
      if (!isId(partId)) return bad("bad_message", idText("partId"));
      if (index !== undefined && !isWithin(index, 0, 1_000))
        return bad("bad_message", "`index` is not a whole number from 0 to 1000.");
      return { ok: true, value: { name: "getAttachment", runId, partId, ...defined({ index }) } };
    }
    case "getDiff": {
      const { runId, path } = value;
      if (!isId(runId)) return bad("bad_message", idText("runId"));
      if (!isText(path, MAX_PATH_CHARS)) return bad("bad_message", "`path` is not a path.");
      return { ok: true, value: { name: "getDiff", runId, path } };
    }
    case "listDiffs": {
      const { scope, sessionId, runId } = value;
      if (scope === "workspace") return { ok: true, value: { name: "listDiffs", scope } };
      if (scope === "run" && isId(runId)) return { ok: true, value: { name: "listDiffs", scope, runId } };
      if (scope !== "session") return bad("bad_message", "`scope` is not run, session or workspace.");
      if (!isId(sessionId)) return bad("bad_message", idText("sessionId"));
      return { ok: true, value: { name: "listDiffs", scope, sessionId } };
    }
    default:
      return bad("bad_message", "`name` is not a command that this room knows.");
  }
}

function idText(field: string): string {
  return `\`${field}\` is not a string of 1 to ${MAX_ID_CHARS} characters.`;
}

function isId(value: unknown): value is string {
  return isText(value, MAX_ID_CHARS);
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max;
}

function isText(value: unknown, max: number): value is string {
  return typeof value === "string" && value !== "" && value.length <= max;
}

function isAnswers(value: unknown): value is readonly (readonly string[])[] {
  return (
    Array.isArray(value) &&
    value.length <= 64 &&
    value.every(
      (labels) =>
        Array.isArray(labels) &&
        labels.length <= 256 &&
        labels.every((l) => typeof l === "string" && l.length <= MAX_NOTE_CHARS),
    )
  );
}
