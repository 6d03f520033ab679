import type { RefCallback } from "react";
import { useCallback, useEffect, useRef, useState } from "react";

/** Closer to the end than this counts as being at the end, in CSS pixels. */
const NEAR_END_PX = 24;
/** What shows more where it is when it is pressed. */
const OPENS = "[aria-expanded='false'], [data-shows-more]";

type StickToEnd = {
  /** For the element that scrolls; its first child is what grows. */
  readonly scrollRef: RefCallback<HTMLElement>;
  /** Whether the reader is at the end and new content is followed. */
  readonly isAtEnd: boolean;
  readonly jumpToEnd: () => void;
};

/**
 * Follows growing content while the reader is at the end. Scrolling up, or opening something, is the reader's wish to
 * stay; scrolling back down, or `jumpToEnd`, follows again.
 */
export function useStickToEnd(): StickToEnd {
  const [isAtEnd, setAtEnd] = useState(true);
  const node = useRef<HTMLElement | null>(null);
  const isFollowing = useRef(true);
  const detach = useRef<(() => void) | undefined>(undefined);

  const scrollRef = useCallback((element: HTMLElement | null) => {
    detach.current?.();
    detach.current = undefined;
    node.current = element;
    if (element === null) return;
    let lastTop = element.scrollTop;
    const distance = (): number => element.scrollHeight - element.scrollTop - element.clientHeight;
    const follow = (next: boolean): void => {
      isFollowing.current = next;
      setAtEnd(next);
    };
    const onScroll = (): void => {
      const top = element.scrollTop;
      if (distance() <= NEAR_END_PX) follow(true);
      else if (top < lastTop - 1) follow(false);
      lastTop = top;
    };
    const onClick = (event: Event): void => {
      const trigger = event.target instanceof Element ? event.target.closest(OPENS) : null;
      if (trigger !== null) isFollowing.current = false;
    };
    const onResize = (): void => {
      if (isFollowing.current) element.scrollTop = element.scrollHeight;
      else setAtEnd(distance() <= NEAR_END_PX);
      lastTop = element.scrollTop;
    };
    const observer = new ResizeObserver(onResize);
    observer.observe(element);
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    element.addEventListener("scroll", onScroll, { passive: true });
    element.addEventListener("click", onClick, { capture: true });
    detach.current = () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
      element.removeEventListener("click", onClick, { capture: true });
    };
  }, []);

  useEffect(() => () => detach.current?.(), []);

  const jumpToEnd = useCallback(() => {
    const element = node.current;
    if (element === null) return;
    isFollowing.current = true;
    element.scrollTop = element.scrollHeight;
    setAtEnd(true);
  }, []);

  return { scrollRef, isAtEnd, jumpToEnd };
}
