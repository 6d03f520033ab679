/** One line of a hunk: kept, added or removed. */
export type PatchLine = {
  readonly kind: " " | "+" | "-";
  /** With its "\n", so that a last line without one differs from the same line with one. */
  readonly text: string;
};

/** Lines that both sides share and the patch does not show. */
export type PatchGap = { readonly kind: "gap"; readonly count: number };

/** A patch as a walk from the start of the file to its end. */
export type PatchStep = PatchLine | PatchGap;

/** What follows the last hunk: nobody knows how much. */
export const REST: PatchGap = { kind: "gap", count: Number.POSITIVE_INFINITY };
