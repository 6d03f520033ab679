/** A unified patch of one file. */
export type ParsedPatch = {
  /** As the patch names it, without git's `a/`; absent where the file is new or no header names it. */
  readonly oldPath?: string;
  /** As the patch names it, without git's `b/`; absent where the file is deleted or no header names it. */
  readonly newPath?: string;
  /** A binary file changed, and the patch does not say how: it has no hunks. */
  readonly isBinary: boolean;
  /** The patch says that the file did not exist before. Only git and `/dev/null` say so, not jsdiff. */
  readonly isNew: boolean;
  /** The patch says that the file does not exist after it. Only git and `/dev/null` say so, not jsdiff. */
  readonly isDeleted: boolean;
  /** Octal digits such as `100644`, where a mode changed or a file is deleted. */
  readonly oldMode?: string;
  /** Octal digits such as `100755`, where a mode changed or a file is new. */
  readonly newMode?: string;
  /** In the order of the file, without overlap. */
  readonly hunks: readonly Hunk[];
};

/** Starts are as in the hunk's header: from 1, but the line before where the side has no lines. */
export type Hunk = {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** Each with its prefix ` `, `+` or `-`; one that starts with `\` says that the line before has no newline. */
  readonly lines: readonly string[];
};
