import type { Span } from "./rowSpans.ts";

/** A longer selection loses what is between its ends when it is scrolled out; all of it is in the export. */
const MAX_SELECTED_ROWS = 300;

/** Rows that stay on the page wherever the reader scrolls: the one with the focus, and what is selected. */
export function heldRows(list: Element, indexOf: (row: Element) => number): readonly Span[] {
  const page = list.ownerDocument;
  const index = (node: Node | null | undefined): number => {
    const row = node == null ? undefined : rowOf(list, node);
    return row === undefined ? -1 : indexOf(row);
  };
  const spans: Span[] = [];
  const focused = index(page.activeElement);
  if (focused !== -1) spans.push([focused, focused + 1]);
  const selection = page.getSelection();
  if (selection === null || selection.isCollapsed) return spans;
  const ends = [index(selection.anchorNode), index(selection.focusNode)].filter((at) => at !== -1);
  if (ends.length === 0) return spans;
  const from = Math.min(...ends);
  const to = Math.max(...ends);
  if (to - from < MAX_SELECTED_ROWS) return [...spans, [from, to + 1]];
  return [...spans, [from, from + 1], [to, to + 1]];
}

/** The list's own child that a node is in. */
function rowOf(list: Element, node: Node): Element | undefined {
  let at: Node | null = node;
  while (at !== null && at.parentNode !== list) at = at.parentNode;
  return at instanceof Element ? at : undefined;
}
