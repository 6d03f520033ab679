import type { ServerResponse } from "node:http";
import type { ErrorCode } from "@opencode-kit/client/protocol";
import { OpenCodeKitError, toWireError } from "@opencode-kit/client/protocol";
import { HOST_ERROR_HEADER } from "../sandbox/hostProtocol.ts";

const STATUS: Partial<Record<ErrorCode, number>> = {
  agent_unavailable: 503,
  bad_request: 400,
  forbidden: 403,
  not_found: 404,
  sandbox_unavailable: 503,
  too_large: 413,
  unauthorized: 401,
  unsupported_platform: 501,
};

/** Answers `{ error: WireError }` with the status of its code; what the kit did not throw itself goes to the log only. */
export function respondWithError(response: ServerResponse, error: unknown, log: (line: string) => void): void {
  if (!(error instanceof OpenCodeKitError))
    log(`A request failed: ${error instanceof Error ? error.stack : String(error)}`);
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
