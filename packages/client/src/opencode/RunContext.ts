import type { DiffCache } from "./readDiffs.ts";

/** What the mapping must know beside the fold. */
export type RunContext = {
  /** Absolute path of the workspace as OpenCode names it. */
  readonly directory: string;
  /** Messages of the root session up to this id belong to earlier runs. */
  readonly afterMessageId?: string;
  /**
   * Texts of which a piece may be missing, by part id: what is added to them is not shown until OpenCode sends them
   * whole, which it does at their end. Its record has them empty until then.
   */
  readonly tornParts?: ReadonlySet<string>;
  /** What was read of OpenCode's summary before, by path: it repeats every file's whole patch with each step. */
  readonly diffCache?: DiffCache;
  /** Whether OpenCode has the answer to a request: a list that was read before may still have it. Default: never. */
  readonly isAnswered?: (requestId: string) => boolean;
  /** The agent has ended: files that its summary does not name are not changed. Default: it may lag behind the tools. */
  readonly isFinal?: boolean;
  /** OpenCode's summary of the turn is at hand, so what the tools say of diffs adds nothing. Default: false. */
  readonly hasSummary?: boolean;
};
