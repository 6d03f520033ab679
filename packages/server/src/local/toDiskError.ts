import { OpenCodeKitError } from "@opencode-kit/client/protocol";

/** An error of the file system that says that the disk is full, as `disk_full`; undefined for any other. */
export function toDiskError(error: unknown): OpenCodeKitError | undefined {
  const isFull = error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
  return isFull ? diskFull(error) : undefined;
}

export function diskFull(cause: unknown): OpenCodeKitError {
  const message = "The disk of the sandbox host is full: free some space, then try again.";
  return new OpenCodeKitError("disk_full", message, { cause });
}
