/** The nearest element around this one that scrolls its content up and down. */
export function scrollParent(element: Element): Element | null {
  for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent;
  }
  return element.ownerDocument.scrollingElement;
}
