import type { ErrorCode, RunError, WireError } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { JsonObject } from "./readers.ts";
import { count, flag, object, text } from "./readers.ts";

/** The local host's answer where the model cannot be reached: a status that OpenCode does not retry without end. */
const UNREACHABLE = 424;

const TRY_LATER = "Try again later or choose another model.";

/** UTF-16 code units that are kept of what the provider said. */
const MAX_PROVIDER_CHARS = 2_000;

/** Who was asked when it happened. */
export type ErrorContext = Pick<RunError, "modelID" | "providerID" | "agent">;

/**
 * An error as OpenCode reports it in `session.error` and in a message, as a coded error with a remedy, with what the
 * provider said beside it.
 */
export function toError(error: JsonObject, { modelID, providerID, agent }: ErrorContext = {}): RunError {
  const data = object(error, "data");
  const isOfProvider = text(error, "name") === "APIError" || text(error, "name") === "ProviderAuthError";
  const providerMessage = isOfProvider ? text(data, "message")?.slice(0, MAX_PROVIDER_CHARS) : undefined;
  const statusCode = count(data, "statusCode");
  return { ...toCode(error, data), ...defined({ providerMessage, statusCode, modelID, providerID, agent }) };
}

function toCode(error: JsonObject, data: JsonObject): WireError {
  const reason = firstLine(text(data, "message") ?? "");
  const status = count(data, "statusCode");
  switch (text(error, "name")) {
    case "MessageAbortedError":
      return { code: "interrupted", message: "The run was stopped." };
    case "ProviderAuthError":
      return providerAuth(reason, status);
    case "APIError":
      if (status === UNREACHABLE) return { code: "network", message: sentence(reason), retryable: true };
      return status === 401 || status === 403 ? providerAuth(reason, status) : providerFailed(data, reason, status);
    case "MessageOutputLengthError":
      return { code: "provider_limit", message: "The model's answer reached its length limit. Ask it to go on." };
    default:
      return /ProviderModelNotFoundError|^Model not found/.test(reason)
        ? {
            code: "unknown_model",
            message: `${sentence(reason.replace(/^\w+Error: /, ""))} Choose a model that the provider offers.`,
          }
        : failed(
            "agent_failed",
            "The agent failed",
            reason,
            "Try again; if it happens again, look at the server's log.",
          );
  }
}

function providerAuth(reason: string, status: number | undefined): WireError {
  return failed(
    "provider_auth",
    `The model provider refused the API key${status === undefined ? "" : ` (${status})`}`,
    reason,
    "Check the key and the address that the server was started with.",
  );
}

function providerFailed(data: JsonObject, reason: string, status: number | undefined): WireError {
  const code: ErrorCode = status === 429 ? "provider_limit" : "provider_failed";
  const what = `The model provider answered with an error${status === undefined ? "" : ` (${status})`}`;
  const error = failed(code, what, reason, TRY_LATER);
  return flag(data, "isRetryable") ? { ...error, retryable: true } : error;
}

function failed(code: ErrorCode, what: string, reason: string, remedy: string): WireError {
  return { code, message: reason === "" ? `${what}. ${remedy}` : `${what}: ${sentence(reason)} ${remedy}` };
}

/** Later lines of OpenCode's messages are stacks of its own. */
function firstLine(message: string): string {
  return (message.split("\n", 1)[0] ?? "").trim().slice(0, 500);
}

function sentence(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}

/** The agent itself tries again: nobody has to. */
export function withoutRemedy(error: RunError): RunError {
  return { ...error, message: error.message.replace(TRY_LATER, "").trim() };
}
