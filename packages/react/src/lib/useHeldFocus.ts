import type { RefCallback } from "react";
import { useCallback, useRef } from "react";

const CONTROLS = "button, input, textarea, select, a[href], [tabindex]";

type Held = { readonly element: HTMLElement; readonly row: HTMLElement | null; readonly at: number };

/**
 * Rows come, go, change places and disable their buttons while they work; whoever works with the keyboard in such a
 * list stays in it. A focus that the page has lost by such a change comes back to the same control, else to the next
 * row, else to the list itself, which needs `tabIndex={-1}`.
 *
 * @param rowSelector Rows take the focus themselves if they have a `tabindex`, else their first control does.
 */
export function useHeldFocus(rowSelector: string): RefCallback<HTMLElement> {
  const detach = useRef<(() => void) | undefined>(undefined);
  return useCallback(
    (list: HTMLElement | null) => {
      detach.current?.();
      detach.current = list === null ? undefined : holdFocus(list, rowSelector);
    },
    [rowSelector],
  );
}

function holdFocus(list: HTMLElement, rowSelector: string): () => void {
  const { ownerDocument: page } = list;
  let held: Held | undefined;

  const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(rowSelector)];
  const onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement) || !list.contains(target)) {
      held = undefined;
      return;
    }
    const row = target.closest<HTMLElement>(rowSelector);
    held = { element: target, row, at: row === null ? 0 : rows().indexOf(row) };
  };
  // Whoever presses elsewhere has left, although nothing there takes the focus.
  const onPress = ({ target }: Event): void => {
    if (target instanceof Node && !list.contains(target)) held = undefined;
  };
  const restore = (): void => {
    if (held === undefined || (page.activeElement !== page.body && page.activeElement !== null)) return;
    const { element, row, at } = held;
    if (element.isConnected) {
      // While it is disabled its command is on the way.
      if (!element.matches(":disabled")) element.focus({ preventScroll: true });
      return;
    }
    const left = rows();
    const next = row?.isConnected === true ? row : (left[at] ?? left.at(-1));
    const control = next?.matches("[tabindex]") === true ? next : firstControl(next);
    (control ?? list).focus({ preventScroll: true });
  };
  const observer = new MutationObserver(restore);
  observer.observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  page.addEventListener("focusin", onFocus);
  page.addEventListener("pointerdown", onPress, { capture: true });
  return () => {
    observer.disconnect();
    page.removeEventListener("focusin", onFocus);
    page.removeEventListener("pointerdown", onPress, { capture: true });
  };
}

function firstControl(row: HTMLElement | undefined): HTMLElement | undefined {
  return [...(row?.querySelectorAll<HTMLElement>(CONTROLS) ?? [])].find((each) => !each.matches(":disabled"));
}
