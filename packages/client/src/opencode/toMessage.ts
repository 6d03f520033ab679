import type { Message, Usage } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { JsonObject } from "./readers.ts";
import { count, flag, isJsonObject, object, text } from "./readers.ts";
import { toError } from "./toError.ts";

/** A message's `info` as OpenCode sends it, or undefined if it lacks what a message needs. */
export function toMessage(info: JsonObject): Message | undefined {
  const id = text(info, "id");
  const sessionId = text(info, "sessionID");
  const role = text(info, "role");
  if (id === undefined || sessionId === undefined || (role !== "user" && role !== "assistant")) return undefined;
  const time = object(info, "time");
  const model = object(info, "model");
  const asked = defined({
    agent: text(info, "agent"),
    modelID: text(info, "modelID") ?? text(model, "modelID"),
    providerID: text(info, "providerID") ?? text(model, "providerID"),
  });
  return {
    id,
    sessionId,
    role,
    createdAt: count(time, "created") ?? 0,
    ...asked,
    ...defined({
      parentId: text(info, "parentID"),
      completedAt: count(time, "completed"),
      usage: role === "assistant" ? toUsage(info) : undefined,
      finish: text(info, "finish"),
      error: isJsonObject(info["error"]) ? toError(info["error"], asked) : undefined,
      isSummary: flag(info, "summary") ? true : undefined,
    }),
  };
}

/** Tokens and cost as a message and a finished step carry them; undefined while there are none. */
export function toUsage(info: JsonObject): Usage | undefined {
  const tokens = object(info, "tokens");
  const cache = object(tokens, "cache");
  const usage = {
    input: count(tokens, "input") ?? 0,
    output: count(tokens, "output") ?? 0,
    reasoning: count(tokens, "reasoning") ?? 0,
    cacheRead: count(cache, "read") ?? 0,
    cacheWrite: count(cache, "write") ?? 0,
    cost: count(info, "cost") ?? 0,
  };
  return Object.values(usage).some((value) => value !== 0) ? usage : undefined;
}
