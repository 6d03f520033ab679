import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";

const Frame = createPart("span", "oc-diff-bar");

const BLOCKS = 5;

/** Five blocks that show the share of added and removed lines; more of them filled, the more changed. */
export function DiffBar({
  additions,
  deletions,
}: {
  readonly additions: number;
  readonly deletions: number;
}): ReactNode {
  const kinds = blockKinds(additions, deletions);
  return (
    <Frame aria-hidden="true">
      {kinds.map((kind, at) => (
        <span key={at} data-slot="oc-diff-bar-block" data-kind={kind} />
      ))}
    </Frame>
  );
}

function blockKinds(additions: number, deletions: number): readonly ("added" | "removed" | "none")[] {
  const total = additions + deletions;
  const filled = Math.min(BLOCKS, total < BLOCKS ? total : BLOCKS);
  const share = total === 0 ? 0 : Math.round((filled * additions) / total);
  const added = Math.min(Math.max(share, additions > 0 ? 1 : 0), deletions > 0 ? Math.max(filled - 1, 0) : filled);
  return Array.from({ length: BLOCKS }, (_, at) => (at < added ? "added" : at < filled ? "removed" : "none"));
}
