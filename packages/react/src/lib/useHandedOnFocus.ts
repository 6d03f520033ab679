import type { RefObject } from "react";
import { useLayoutEffect, useRef } from "react";

const PLACES = "article, [role='group'], [tabindex]";

/**
 * A control that goes away with its use hands its focus on to what contains it: the keys go on from there, and not from
 * the beginning of the page.
 */
export function useHandedOnFocus<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E | null>(null);
  useLayoutEffect(() => {
    const control = ref.current;
    return () => {
      // Asked while the control is still on the page.
      if (control !== null && control.ownerDocument.activeElement === control) handOn(control);
    };
  }, []);
  return ref;
}

function handOn(control: HTMLElement): void {
  const place = control.parentElement?.closest<HTMLElement>(PLACES);
  if (place === null || place === undefined) return;
  if (!place.hasAttribute("tabindex")) {
    place.tabIndex = -1;
    place.addEventListener("blur", () => place.removeAttribute("tabindex"), { once: true });
  }
  place.focus({ preventScroll: true });
}
