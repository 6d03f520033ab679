import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import { verifyArtifact } from "./artifactTokens.ts";
import { contentDisposition } from "./contentDisposition.ts";

/** Streams the file that a signed link is for, always as a download: a file of the sandbox is hostile content. */
export async function serveArtifact(
  request: Request,
  port: SandboxPort,
  secret: Uint8Array,
  room: string,
): Promise<Response> {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const path = await verifyArtifact(secret, room, token);
  if (path === undefined) return refuse(403, "This download link has expired or is not valid. Ask for a new one.");
  try {
    const { body, size } = await port.readFile(path);
    return new Response(request.method === "HEAD" ? null : body, {
      headers: {
        "Content-Type": "application/octet-stream",
        "Content-Length": String(size),
        "Content-Disposition": contentDisposition(path.split("/").at(-1) ?? "file"),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
      },
    });
  } catch (error) {
    const isMissing = error instanceof OpenCodeKitError && error.code === "not_found";
    if (!isMissing) console.error("An artifact could not be read:", error);
    return isMissing
      ? refuse(404, "The file is no longer there.")
      : refuse(503, "The file cannot be read now. Try again.");
  }
}

function refuse(status: number, message: string): Response {
  return new Response(`${message}\n`, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
