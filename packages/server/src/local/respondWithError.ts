import type { ServerResponse } from "node:http";
import type { ErrorCode } from "@opencode-kit/client/protocol";
import { OpenCodeKitError, toWireError } from "@opencode-kit/client/protocol";
import { HOST_ERROR_HEADER } from "../sandbox/hostProtocol.ts";
import { toDiskError } from "./toDiskError.ts";

const STATUS: Partial<Record<ErrorCode, number>> = {
  agent_unavailable: 503,
  backup_missing: 404,
  bad_request: 400,
  disk_full: 507,
  forbidden: 403,
  is_directory: 400,
  not_found: 404,
  outside_workspace: 403,
  sandbox_lost: 503,
  sandbox_unavailable: 503,
  too_large: 413,
  unauthorized: 401,
  unsupported_platform: 501,
};

/** Answers `{ error: WireError }` with the status of its code; what the kit did not throw itself goes to the log only. */
export function respondWithError(response: ServerResponse, thrown: unknown, log: (line: string) => void): void {
  const error = toDiskError(thrown) ?? thrown;
  const cause = error instanceof OpenCodeKitError ? error.cause : error;
  if (cause !== undefined) log(`A request failed: ${cause instanceof Error ? cause.stack : String(cause)}`);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const wire = toWireError(error);
  const body = JSON.stringify({ error: wire });
  response.writeHead(STATUS[wire.code] ?? 500, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    [HOST_ERROR_HEADER]: wire.code,
  });
  response.end(body);
}
