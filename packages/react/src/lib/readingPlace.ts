/** What a reader looks at: the topmost visible row and what is topmost in it, from the outside in, and where they are. */
export type ReadingPlace = {
  readonly elements: readonly { readonly element: Element; readonly top: number }[];
  readonly scrollTop: number;
};

/** Deeper than this no element is looked for: the row's blocks, their lists, their items. */
const MAX_DEPTH = 8;

/** Browsers scroll to whole pixels of the screen; what is left of a place then is less than this, in CSS pixels. */
const ONE_PX = 1;

/**
 * Where the reader of a scrolling element is now. Empty where no row is visible, and at the very top: whoever goes to
 * the beginning sees it, although rows above have just got their heights. Only of a list that is at its beginning the
 * first row is held, so that it stays where it is when others come in before it.
 *
 * @param rest How far the place is from where it should be, so that many small rests do not add up.
 */
export function readingPlace(scroller: Element, rowSelector: string, rest = 0): ReadingPlace {
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
  const { scrollTop } = scroller;
  if (scrollTop < ONE_PX && elements[0]?.element.previousElementSibling != null) return { elements: [], scrollTop };
  const off = Math.abs(rest) < ONE_PX ? rest : 0;
  return { elements: elements.map(({ element, top }) => ({ element, top: top - off })), scrollTop };
}

function firstBelow(elements: Iterable<Element>, edge: number): { element: Element; top: number } | undefined {
  for (const element of elements) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom > edge && bottom > top && isInFlow(element)) return { element, top };
  }
  return undefined;
}

/** What floats over the text, such as a button that comes with the pointer, says nothing of where the text is. */
function isInFlow(element: Element): boolean {
  return /static|relative/.test(getComputedStyle(element).position);
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
