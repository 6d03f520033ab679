import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { RANGE_HEADER } from "../sandbox/hostProtocol.ts";
import { openWorkspaceFile } from "./workspaceFiles.ts";

/** Answers with a file of the workspace, from `offset` on, at most `length` bytes. */
export async function sendFile(response: ServerResponse, directory: string, query: URLSearchParams): Promise<void> {
  const from = readCount(query, "offset") ?? 0;
  const limit = readCount(query, "length") ?? Infinity;
  const { handle, size } = await openWorkspaceFile(directory, query.get("path") ?? "");
  const offset = Math.min(from, size);
  const length = Math.min(limit, size - offset);
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-length": length,
    [RANGE_HEADER]: `${offset},${length},${size}`,
  });
  if (length === 0) {
    await handle.close();
    response.end();
    return;
  }
  // A file that grows meanwhile is sent as long as it was said to be; one that shrinks ends cut, or its reader would wait.
  const bytes = handle.createReadStream({ start: offset, end: offset + length - 1 });
  await pipeline(bytes, response, { end: false }).catch(() => response.destroy());
  if (bytes.bytesRead < length) response.destroy();
  else response.end();
}

function readCount(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  const message = `The ${name} ${JSON.stringify(text.slice(0, 40))} is not a number of bytes: pass 0 or more.`;
  throw new OpenCodeKitError("bad_request", message);
}
