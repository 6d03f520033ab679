import { parseJson } from "../../protocol/index.ts";
import type { JsonObject } from "../readers.ts";
import { isJsonObject, object, text } from "../readers.ts";

/**
 * A step's error as a classic message carries it. The new family has only a text; the provider's status and its own
 * words are in it.
 */
export function classicError(error: JsonObject): JsonObject {
  const message = text(error, "message") ?? "";
  if (isInterruption(message)) return { name: "MessageAbortedError", data: { message } };
  const refusal = /^Provider request failed with HTTP (\d{3})(?::\s*([\s\S]*))?$/.exec(message);
  if (refusal === null) return { name: "UnknownError", data: { message } };
  const statusCode = Number(refusal[1]);
  const isRetryable = statusCode === 429 || statusCode >= 500;
  return { name: "APIError", data: { message: ownWords(refusal[2]) ?? message, statusCode, isRetryable } };
}

/** Whether a step or a tool ended because someone stopped it. */
export function isInterruption(message: string): boolean {
  return /^(aborted|(provider turn|provider stream|step|tool execution) (interrupted|aborted))$/i.test(message);
}

function ownWords(body: string | undefined): string | undefined {
  if (body === undefined || body === "") return undefined;
  const value = parseJson(body);
  if (!isJsonObject(value)) return body;
  return text(object(value, "error"), "message") ?? text(value, "message") ?? body;
}
