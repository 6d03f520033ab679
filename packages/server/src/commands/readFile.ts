import type { CommandResult, ReadFileCommand } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { toFilePiece } from "../files/toFilePiece.ts";
import type { CommandContext } from "./CommandContext.ts";

const PIECE_BYTES = 256 * 1024;
/** A character has up to so many bytes: a smaller piece might never get on. */
const MIN_PIECE_BYTES = 4;

export async function readFile(
  { port }: CommandContext,
  { path, offset = 0, limit = PIECE_BYTES }: ReadFileCommand,
): Promise<CommandResult<"readFile">> {
  const entry = await port.statFile(path);
  if (entry.kind === "directory") {
    throw new OpenCodeKitError("is_directory", `"${path.slice(0, 200)}" is a folder. List it, or name a file in it.`);
  }
  if (entry.size !== undefined && offset >= entry.size) {
    return toFilePiece(entry, { bytes: new Uint8Array(), offset: entry.size, size: entry.size });
  }
  const length = Math.max(limit, MIN_PIECE_BYTES);
  const { body, size } = await port.readFile(path, { offset, length });
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  return toFilePiece(entry, { bytes, offset, size });
}
