/** Names of the highlights that the styles colour. */
const ALL = "oc-found";
const CURRENT = "oc-found-current";

/** Colours what was found on the page, without touching it; where the browser cannot, the search goes on without. */
export function markFound(all: readonly Range[], current: Range | undefined): void {
  if (!("highlights" in CSS)) return;
  CSS.highlights.set(ALL, new Highlight(...all.filter((range) => range !== current)));
  CSS.highlights.set(CURRENT, new Highlight(...(current === undefined ? [] : [current])));
}

export function unmarkFound(): void {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete(ALL);
  CSS.highlights.delete(CURRENT);
}

/** Where the words stand in an element, also where they change their look in the middle of one. */
export function rangesOf(element: Element, words: string): readonly Range[] {
  const nodes: { readonly node: Text; readonly start: number }[] = [];
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = "";
  while (walker.nextNode() !== null) {
    const node = walker.currentNode as Text;
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  const wanted = words.toLowerCase();
  const lower = text.toLowerCase();
  // Some letters are longer in lower case; then places in one are none in the other.
  if (wanted === "" || lower.length !== text.length) return [];
  const ranges: Range[] = [];
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + wanted.length)) {
    const start = nodes.findLast((each) => each.start <= at);
    const end = nodes.findLast((each) => each.start < at + wanted.length);
    if (start === undefined || end === undefined) continue;
    const range = element.ownerDocument.createRange();
    range.setStart(start.node, at - start.start);
    range.setEnd(end.node, at + wanted.length - end.start);
    ranges.push(range);
  }
  return ranges;
}
