import type { Attachment } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { JsonObject } from "./readers.ts";
import { text } from "./readers.ts";
import { toRelativePath } from "./toRelativePath.ts";

/**
 * A file's facts without its content. OpenCode puts the content of images and prompts' files into its events as `data:`
 * URLs; those stay where they are and are fetched on demand.
 */
export function toAttachment(raw: JsonObject, directory: string): Attachment {
  const url = text(raw, "url");
  return {
    mime: text(raw, "mime") ?? "application/octet-stream",
    ...defined({
      filename: text(raw, "filename"),
      bytes: url === undefined ? undefined : dataBytes(url),
      url: url === undefined ? undefined : outsideUrl(url, directory),
    }),
  };
}

/** The `data:` URL of a file part or of a tool's attachment: its content in base64. */
export function attachmentData(raw: JsonObject): { readonly mime: string; readonly base64: string } | undefined {
  const match = /^data:([^;,]*)[^,]*;base64,/.exec((text(raw, "url") ?? "").slice(0, 500));
  if (match === null) return undefined;
  return { mime: text(raw, "mime") ?? match[1] ?? "", base64: (text(raw, "url") ?? "").slice(match[0].length) };
}

function dataBytes(url: string): number | undefined {
  if (!url.startsWith("data:")) return undefined;
  const at = url.indexOf(",") + 1;
  if (!url.slice(0, at).includes(";base64")) return url.length - at;
  const padding = url.endsWith("==") ? 2 : url.endsWith("=") ? 1 : 0;
  return Math.floor(((url.length - at) * 3) / 4) - padding;
}

function outsideUrl(url: string, directory: string): string | undefined {
  if (/^https?:\/\//.test(url)) return url;
  return url.startsWith("file://") ? `file:${toRelativePath(directory, url.slice(7))}` : undefined;
}
