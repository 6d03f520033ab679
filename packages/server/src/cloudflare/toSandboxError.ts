import type { ErrorCode } from "@opencode-kit/client/protocol";
import { isObject, OpenCodeKitError } from "@opencode-kit/client/protocol";

type SandboxCode = Extract<
  ErrorCode,
  | "sandbox_starting"
  | "sandbox_lost"
  | "sandbox_capacity"
  | "sandbox_unavailable"
  | "agent_unavailable"
  | "backup_missing"
  | "backup_failed"
  | "disk_full"
  | "not_found"
  | "is_directory"
  | "outside_workspace"
  | "bad_request"
>;

const RETRYABLE: ReadonlySet<SandboxCode> = new Set([
  "sandbox_starting",
  "sandbox_lost",
  "sandbox_capacity",
  "sandbox_unavailable",
  "agent_unavailable",
  "backup_failed",
]);

const MESSAGES: Readonly<Record<SandboxCode, string>> = {
  sandbox_starting: "The sandbox is still starting: try again in a few seconds.",
  sandbox_lost: "The sandbox was lost with what it did: open it again, and restore a backup.",
  sandbox_capacity:
    "No sandbox is free: try again in a minute, or raise max_instances of the container in wrangler.jsonc.",
  sandbox_unavailable: "The sandbox does not answer: try again, and look at the log of the Worker.",
  agent_unavailable: "OpenCode does not run in this sandbox: open it again.",
  backup_missing: "The backup is gone or has expired: restore another one.",
  backup_failed: "The backup failed: check BACKUP_BUCKET and the R2 secrets of the Worker, then try again.",
  disk_full: "The sandbox has no space left: delete files in it, or choose a larger instance_type in wrangler.jsonc.",
  not_found: "There is no such file in the workspace.",
  is_directory: "The path is a folder: name a file.",
  outside_workspace: "The path leads out of the workspace: name a file inside it.",
  bad_request: "The sandbox refused the request: check the name of the sandbox and the port.",
};

/** The SDK's codes (`ErrorCode` of `@cloudflare/sandbox`), which cross a Durable Object's stub; its classes do not. */
const BY_CODE: Readonly<Record<string, SandboxCode>> = {
  CONTAINER_UNAVAILABLE: "sandbox_starting",
  SERVICE_NOT_RESPONDING: "sandbox_starting",
  OPERATION_INTERRUPTED: "sandbox_lost",
  RPC_TRANSPORT_ERROR: "sandbox_lost",
  BACKUP_NOT_FOUND: "backup_missing",
  BACKUP_EXPIRED: "backup_missing",
  BACKUP_CREATE_FAILED: "backup_failed",
  BACKUP_RESTORE_FAILED: "backup_failed",
  INVALID_BACKUP_CONFIG: "backup_failed",
  FILE_NOT_FOUND: "not_found",
  IS_DIRECTORY: "is_directory",
  NO_SPACE: "disk_full",
  CUSTOM_DOMAIN_REQUIRED: "bad_request",
  INVALID_PORT: "bad_request",
  INVALID_PORT_NUMBER: "bad_request",
  INVALID_SANDBOX_ID_LENGTH: "bad_request",
  INVALID_SANDBOX_ID_HYPHENS: "bad_request",
  RESERVED_SANDBOX_ID: "bad_request",
};

const CAPACITY_REASONS: ReadonlySet<unknown> = new Set([
  "no_container_instance_available",
  "max_container_instances_exceeded",
]);

/** What the platform says only in words. The first match wins, and a full disk wins over the verb that met it. */
const BY_WORDS: readonly (readonly [RegExp, SandboxCode])[] = [
  [/no space left on device|ENOSPC|disk quota exceeded/i, "disk_full"],
  [/no container instance|maximum number of running container instances/i, "sandbox_capacity"],
];
const BY_FEWER_WORDS: readonly (readonly [RegExp, SandboxCode])[] = [
  [
    /network connection lost|suddenly disconnected|container (?:has )?(?:exited|stopped|crashed)|not running|socket closed|disposed|durable object (?:was )?reset|peer closed/i,
    "sandbox_lost",
  ],
  [/is starting|not ready|port readiness/i, "sandbox_starting"],
];

/**
 * What the SDK threw, as one of the kit's errors. `fallback` is the code of what says nothing about itself
 * (default `sandbox_unavailable`).
 */
export function toSandboxError(error: unknown, fallback: SandboxCode = "sandbox_unavailable"): OpenCodeKitError {
  if (error instanceof OpenCodeKitError) return error;
  return sandboxError(codeOf(error) ?? fallback, error);
}

/** One of the kit's errors about the sandbox, with its usual sentence. */
export function sandboxError(code: SandboxCode, cause?: unknown, message = MESSAGES[code]): OpenCodeKitError {
  return new OpenCodeKitError(code, message, { cause, retryable: RETRYABLE.has(code) });
}

function codeOf(error: unknown): SandboxCode | undefined {
  const text = textOf(error);
  const spoken = BY_WORDS.find(([words]) => words.test(text))?.[1];
  if (spoken !== undefined) return spoken;
  const response = isObject(error) && isObject(error["errorResponse"]) ? error["errorResponse"] : error;
  const code = isObject(response) ? response["code"] : undefined;
  const context = isObject(response) && isObject(response["context"]) ? response["context"] : {};
  if (code === "CONTAINER_UNAVAILABLE" && CAPACITY_REASONS.has(context["reason"])) return "sandbox_capacity";
  if (code === "INTERNAL_ERROR" && context["phase"] === "startup") {
    return isObject(response) && response["httpStatus"] === 503 ? "sandbox_starting" : "sandbox_unavailable";
  }
  const coded = typeof code === "string" ? BY_CODE[code] : undefined;
  return coded ?? BY_FEWER_WORDS.find(([words]) => words.test(text))?.[1];
}

function textOf(error: unknown): string {
  if (typeof error === "string") return error;
  if (!isObject(error)) return "";
  const response = error["errorResponse"];
  const inner = isObject(response) ? String(response["message"] ?? "") : "";
  return `${String(error["message"] ?? "")} ${inner}`;
}
