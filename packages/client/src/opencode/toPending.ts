import type { PendingPermission, PendingQuestion, Question } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { JsonObject } from "./readers.ts";
import { flag, object, objects, text, texts } from "./readers.ts";
import { toMetadata } from "./toolData.ts";

/** A permission as `permission.asked` and `GET /permission` give it. */
export function toPendingPermission(raw: JsonObject, directory: string): PendingPermission | undefined {
  const base = toBase(raw);
  if (base === undefined) return undefined;
  return {
    ...base,
    kind: "permission",
    permission: text(raw, "permission") ?? "unknown",
    patterns: texts(raw, "patterns"),
    always: texts(raw, "always"),
    metadata: toMetadata(object(raw, "metadata"), directory),
  };
}

/** A question as `question.asked` and `GET /question` give it. */
export function toPendingQuestion(raw: JsonObject): PendingQuestion | undefined {
  const base = toBase(raw);
  return base === undefined
    ? undefined
    : { ...base, kind: "question", questions: objects(raw, "questions").map(toQuestion) };
}

function toQuestion(raw: JsonObject): Question {
  return {
    question: text(raw, "question") ?? "",
    options: objects(raw, "options").map((option) => ({
      label: text(option, "label") ?? "",
      ...defined({ description: text(option, "description") }),
    })),
    ...defined({ header: text(raw, "header"), multiple: flag(raw, "multiple") ? true : undefined }),
  };
}

function toBase(raw: JsonObject): { id: string; sessionId: string; messageId?: string; callId?: string } | undefined {
  const id = text(raw, "id");
  const sessionId = text(raw, "sessionID");
  if (id === undefined || sessionId === undefined) return undefined;
  const tool = object(raw, "tool");
  return { id, sessionId, ...defined({ messageId: text(tool, "messageID"), callId: text(tool, "callID") }) };
}
