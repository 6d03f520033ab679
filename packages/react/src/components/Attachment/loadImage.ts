import type { AttachmentContent } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";

/** Pictures and nothing else: an SVG is a document with scripts and addresses of its own. */
const IMAGE_MIMES: readonly string[] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

export function isImageMime(mime: string): boolean {
  return IMAGE_MIMES.includes(mime.toLowerCase());
}

export type LoadedImage = { readonly src: string; readonly width: number; readonly height: number };

/**
 * The picture, decoded and measured, so that its place is reserved before it is shown.
 *
 * @throws `bad_request` with `complaint` where the content is no picture that can be shown.
 */
export async function loadImage({ mime, base64 }: AttachmentContent, complaint: string): Promise<LoadedImage> {
  if (!isImageMime(mime)) throw new OpenCodeKitError("bad_request", complaint);
  const image = new Image();
  image.src = `data:${mime.toLowerCase()};base64,${base64}`;
  try {
    await image.decode();
  } catch (cause) {
    throw new OpenCodeKitError("bad_request", complaint, { cause });
  }
  return { src: image.src, width: image.naturalWidth, height: image.naturalHeight };
}
