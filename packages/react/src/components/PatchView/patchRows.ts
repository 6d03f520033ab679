import type { DiffFile } from "diff2html/lib-esm/types";
import { own } from "../../lib/own.ts";

export type PatchRow =
  | { readonly kind: "hunk"; readonly text: string }
  | {
      readonly kind: "add" | "remove" | "context";
      readonly text: string;
      readonly oldNumber: number | undefined;
      readonly newNumber: number | undefined;
    };

const KINDS: Readonly<Record<string, "add" | "remove" | "context">> = {
  insert: "add",
  delete: "remove",
  context: "context",
};

/** The lines of a parsed patch in order, hunk headers between them. */
export function patchRows(files: readonly DiffFile[]): readonly PatchRow[] {
  const rows: PatchRow[] = [];
  for (const file of files) {
    for (const block of file.blocks) {
      rows.push({ kind: "hunk", text: block.header });
      for (const { type, content, oldNumber, newNumber } of block.lines) {
        rows.push({ kind: own(KINDS, type) ?? "context", text: content.slice(1), oldNumber, newNumber });
      }
    }
  }
  return rows;
}
