/** Every code that can cross a boundary of the kit. Codes are stable; messages are for people. */
export const ERROR_CODES = [
  "agent_died",
  "agent_failed",
  "agent_unavailable",
  "artifact_missing",
  "backup_failed",
  "backup_missing",
  "bad_message",
  "bad_request",
  "budget_exceeded",
  "connection_lost",
  "disk_full",
  "disposed",
  "forbidden",
  "internal",
  "interrupted",
  "is_directory",
  "network",
  "not_found",
  "operation_conflict",
  "origin_forbidden",
  "outside_workspace",
  "provider_auth",
  "provider_failed",
  "provider_limit",
  "provider_missing",
  "rate_limited",
  "request_answered",
  "request_gone",
  "request_unknown",
  "run_busy",
  "run_over",
  "run_started",
  "sandbox_capacity",
  "sandbox_lost",
  "sandbox_starting",
  "sandbox_unavailable",
  "session_lost",
  "timeout",
  "token_expired",
  "token_foreign",
  "token_invalid",
  "token_used",
  "too_large",
  "unauthorized",
  "unknown_agent",
  "unknown_model",
  "unsupported_platform",
  "version_mismatch",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error as it crosses the wire: a stable code and one sentence for a person. Never a stack. */
export type WireError = {
  readonly code: ErrorCode;
  /** One sentence that names what failed and what to do. */
  readonly message: string;
  /** Whether the same request may succeed later without a change. Default: false. */
  readonly retryable?: boolean;
};

/** Why a run, a message or a request to the model failed, with what the provider said. */
export type RunError = WireError & {
  /** The provider's own words, at most 2,000 characters, not redacted: show them as text. */
  readonly providerMessage?: string;
  /** HTTP status of the provider's answer. */
  readonly statusCode?: number;
  readonly modelID?: string;
  readonly providerID?: string;
  readonly agent?: string;
};

/** The one error class of the kit: a {@link WireError} that can be thrown, with its cause. */
export class OpenCodeKitError extends Error {
  override readonly name = "OpenCodeKitError";
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryable?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }

  /** The part of this error that may leave the process. */
  toWire(): WireError {
    return { code: this.code, message: this.message, ...(this.retryable ? { retryable: true } : {}) };
  }

  static fromWire(error: WireError): OpenCodeKitError {
    return new OpenCodeKitError(error.code, error.message, { retryable: error.retryable ?? false });
  }
}

/** Any thrown value as a {@link WireError}; what the kit did not throw itself keeps its text out of the wire. */
export function toWireError(error: unknown): WireError {
  if (error instanceof OpenCodeKitError) return error.toWire();
  return { code: "internal", message: "Something failed inside the server. Its log has the details." };
}

/** Whether a value from outside is one of our codes. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && (ERROR_CODES as readonly string[]).includes(value);
}
