/** What a reader looks at: the topmost visible row and what is topmost in it, from the outside in, and where they are. */
export type ReadingPlace = {
  readonly elements: readonly { readonly element: Element; readonly top: number }[];
  readonly scrollTop: number;
};

/** Deeper than this no element is looked for: the row's blocks, their lists, their items. */
const MAX_DEPTH = 8;

/** Where the reader of a scrolling element is now. Empty where no row is visible. */
export function readingPlace(scroller: Element, rowSelector: string): ReadingPlace {
  const edge = scroller.getBoundingClientRect().top;
  const elements: { element: Element; top: number }[] = [];
  let inside: Iterable<Element> = scroller.querySelectorAll(rowSelector);
  while (elements.length < MAX_DEPTH) {
    const found = firstBelow(inside, edge);
    if (found === undefined) break;
    elements.push(found);
    if (found.top >= edge) break;
    inside = found.element.children;
  }
  return { elements, scrollTop: scroller.scrollTop };
}

function firstBelow(elements: Iterable<Element>, edge: number): { element: Element; top: number } | undefined {
  for (const element of elements) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom > edge && bottom > top) return { element, top };
  }
  return undefined;
}

/**
 * How far what the reader looked at has moved, but by scrolling: down is positive, in CSS pixels. The browsers' own
 * scroll anchoring is not in all of them, and does not know of rows that come and go.
 */
export function movedBy(scroller: Element, { elements, scrollTop }: ReadingPlace): number {
  const held = elements.findLast(({ element }) => element.isConnected && element.getClientRects().length > 0);
  if (held === undefined) return 0;
  return held.element.getBoundingClientRect().top - held.top + (scroller.scrollTop - scrollTop);
}
