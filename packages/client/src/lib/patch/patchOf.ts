import type { ParsedPatch } from "./ParsedPatch.ts";

/** A `ParsedPatch` whose fields are all there. */
export type PatchFacts = Pick<ParsedPatch, "isBinary" | "isNew" | "isDeleted" | "hunks"> & {
  readonly oldPath: string | undefined;
  readonly newPath: string | undefined;
  readonly oldMode: string | undefined;
  readonly newMode: string | undefined;
};

/** The patch, without the fields that are undefined. */
export function patchOf({ oldPath, newPath, oldMode, newMode, ...others }: PatchFacts): ParsedPatch {
  return {
    ...(oldPath === undefined ? {} : { oldPath }),
    ...(newPath === undefined ? {} : { newPath }),
    ...(oldMode === undefined ? {} : { oldMode }),
    ...(newMode === undefined ? {} : { newMode }),
    ...others,
  };
}
