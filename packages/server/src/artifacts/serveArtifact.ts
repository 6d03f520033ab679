import type { ErrorCode } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { mimeTypeOf } from "../files/mimeTypeOf.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import { verifyArtifact } from "./artifactTokens.ts";
import { contentDisposition } from "./contentDisposition.ts";
import type { FoundArtifact } from "./findArtifact.ts";
import { findArtifact, missing } from "./findArtifact.ts";
import { readRange } from "./readRange.ts";
import { zipFolder } from "./zipFolder.ts";

export type ArtifactSource = {
  readonly port: SandboxPort;
  readonly secret: Uint8Array;
  readonly room: string;
  readonly maxBytes: number;
};

/**
 * Streams the file that a signed link is for, or a part of it, or a folder as a zip; always as a download: a file of the
 * sandbox is hostile content.
 */
export async function serveArtifact(request: Request, source: ArtifactSource): Promise<Response> {
  const { port, secret, room, maxBytes } = source;
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const path = await verifyArtifact(secret, room, token);
  if (path === undefined) return refuse(403, "This download link has expired or is not valid. Ask for a new one.");
  try {
    const artifact = await findArtifact(port, path, maxBytes);
    return artifact.content === undefined
      ? await serveFile(request, port, path, artifact)
      : serveFolder(request, source, artifact);
  } catch (error) {
    return toRefusal(error, path);
  }
}

async function serveFile(
  request: Request,
  port: SandboxPort,
  path: string,
  { entry, filename, size }: FoundArtifact,
): Promise<Response> {
  const etag = size === undefined ? undefined : `"${size.toString(36)}-${(entry.modifiedAt ?? 0).toString(36)}"`;
  const headers = new Headers(headersOf(filename, mimeTypeOf(filename)));
  headers.set("Accept-Ranges", "bytes");
  if (etag !== undefined) headers.set("ETag", etag);
  if (entry.modifiedAt !== undefined) headers.set("Last-Modified", new Date(entry.modifiedAt).toUTCString());
  if (etag !== undefined && isNamed(request.headers.get("If-None-Match"), etag)) {
    return new Response(null, { status: 304, headers });
  }
  const ifRange = request.headers.get("If-Range");
  const isSame = ifRange === null || ifRange === etag;
  const range = size === undefined || !isSame ? undefined : readRange(request.headers.get("Range"), size);
  if (range === "unsatisfiable") {
    headers.set("Content-Range", `bytes */${size}`);
    return refuse(416, "The file has fewer bytes than the range asks for.", headers);
  }
  const asked = range === undefined ? undefined : { offset: range.first, length: range.last - range.first + 1 };
  if (request.method === "HEAD") {
    const length = asked?.length ?? size;
    if (length !== undefined) headers.set("Content-Length", String(length));
    if (range !== undefined) headers.set("Content-Range", `bytes ${range.first}-${range.last}/${size}`);
    return new Response(null, { status: range === undefined ? 200 : 206, headers });
  }
  const file = await port.readFile(path, asked);
  // What is sent now, whatever it was a moment ago.
  if (range !== undefined) {
    headers.set("Content-Range", `bytes ${file.offset}-${file.offset + file.length - 1}/${file.size}`);
  }
  headers.set("Content-Length", String(file.length));
  // A file that ends early breaks the download, instead of looking complete.
  const body = file.body.pipeThrough(new FixedLengthStream(file.length));
  return new Response(body, { status: range === undefined ? 200 : 206, headers });
}

function serveFolder(
  request: Request,
  { port, maxBytes }: ArtifactSource,
  { entry, filename, content }: FoundArtifact,
): Response {
  const headers = headersOf(filename, "application/zip");
  if (request.method === "HEAD" || content === undefined) return new Response(null, { headers });
  return new Response(zipFolder(port, { folder: entry.path, content, maxBytes }), { headers });
}

function headersOf(filename: string, type: string): Record<string, string> {
  return {
    "Content-Type": type,
    "Content-Disposition": contentDisposition(filename),
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
  };
}

/** Whether an `If-None-Match` names a version; by it also a weak name of it is one. */
function isNamed(header: string | null, etag: string): boolean {
  return (header ?? "").split(",").some((each) => [etag, `W/${etag}`, "*"].includes(each.trim()));
}

const STATUS: { readonly [C in ErrorCode]?: number } = {
  artifact_missing: 404,
  outside_workspace: 403,
  too_large: 413,
};

function toRefusal(error: unknown, path: string): Response {
  const known = error instanceof OpenCodeKitError && error.code === "not_found" ? missing(path) : error;
  const status = known instanceof OpenCodeKitError ? STATUS[known.code] : undefined;
  if (status !== undefined) return refuse(status, (known as OpenCodeKitError).message);
  console.error("An artifact could not be read:", error);
  return refuse(503, "The file cannot be read now. Try again.");
}

function refuse(status: number, message: string, headers = new Headers()): Response {
  headers.set("Content-Type", "text/plain; charset=utf-8");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.delete("Content-Disposition");
  return new Response(`${message}\n`, { status, headers });
}
