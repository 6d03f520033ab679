import type { PromptAttachment } from "@opencode-kit/client/protocol";
import { ATTACHMENT_TYPES } from "@opencode-kit/client/protocol";

export type AttachedFile = PromptAttachment & {
  /** Unique in the page. */
  readonly id: string;
  readonly filename: string;
  readonly bytes: number;
};

export type ReadFailure = "type" | "empty" | "unread";

/** Base64 of so many bytes, in characters. */
export function base64Chars(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/**
 * A file as a prompt carries it. What is text but has another type, such as JSON or TypeScript, goes as `text/plain`:
 * browsers guess types by names, so the content decides.
 */
export async function readAttachment(file: File, filename: string): Promise<AttachedFile | ReadFailure> {
  if (file.size === 0) return "empty";
  try {
    const claimed = (file.type.split(";", 1)[0] ?? "").trim().toLowerCase();
    const mime = ATTACHMENT_TYPES.test(claimed) ? claimed : (await isText(file)) ? "text/plain" : undefined;
    if (mime === undefined) return "type";
    return { id: crypto.randomUUID(), mime, filename, bytes: file.size, base64: await toBase64(file) };
  } catch {
    // A folder, or a file that is gone.
    return "unread";
  }
}

async function isText(file: File): Promise<boolean> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return !text.includes("\u0000");
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function toBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error("The file could not be read."));
    reader.readAsDataURL(file);
  });
}
