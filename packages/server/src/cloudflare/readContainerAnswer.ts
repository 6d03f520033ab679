import { isObject } from "@opencode-kit/client/protocol";
import type { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { sandboxError, toSandboxError } from "./toSandboxError.ts";

/** Statuses with which the container's Durable Object answers in place of what should have answered. */
const STATUSES: ReadonlySet<number> = new Set([429, 500, 503]);
/** Longer answers, in characters, are OpenCode's. */
const LONGEST = 8_000;

const PHRASES = [
  /^There is no Container instance available/,
  /^Failed to start container: /,
  /^Container suddenly disconnected/,
  /^Error proxying request to container: /,
];
const NOBODY_LISTENS = /not listening|connection refused/i;

/**
 * OpenCode's answer as it came, or the error that the container's own answer stands for: `containerFetch` returns its
 * failures, it does not throw them. OpenCode's errors are `{ name, data }` and never have the fields looked for here.
 */
export async function readContainerAnswer(answer: Response): Promise<Response | OpenCodeKitError> {
  if (!STATUSES.has(answer.status)) return answer;
  const text = await answer.text();
  return toContainerError(answer.status, text.slice(0, LONGEST)) ?? remade(answer, text);
}

function toContainerError(status: number, text: string): OpenCodeKitError | undefined {
  const body = parse(text);
  if (isObject(body) && typeof body["code"] === "string" && typeof body["httpStatus"] === "number") {
    return toSandboxError({ errorResponse: body, message: text });
  }
  if (isObject(body)) return undefined;
  if (status === 429) return sandboxError("sandbox_capacity", text);
  if (!PHRASES.some((phrase) => phrase.test(text))) return undefined;
  return NOBODY_LISTENS.test(text) ? sandboxError("agent_unavailable", text) : toSandboxError(text, "sandbox_lost");
}

function remade(answer: Response, text: string): Response {
  const { status, statusText, headers } = answer;
  return new Response(text, { status, statusText, headers });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
