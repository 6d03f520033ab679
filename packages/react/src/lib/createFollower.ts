import type { ReadingPlace } from "./readingPlace.ts";
import { movedBy, readingPlace } from "./readingPlace.ts";

/** Closer to the end than this counts as being at the end, in CSS pixels. */
const NEAR_END_PX = 24;
/** What shows more where it is when it is pressed. */
const OPENS = "[aria-expanded='false'], [data-shows-more]";

/** So many moves in a row, each of more than this many CSS pixels, are too fast to read. */
const RUSH_MOVES = 3;
const RUSH_PX = 400;
/** Moves further apart than this are not in a row, in ms. Longer than a frame that takes too long. */
const RUSH_MS = 250;

/**
 * What made the content, or the part of it that is visible, another: the reader, at a pace to read or in a rush; its
 * size; or a commit of React's.
 */
export type Move = "scroll" | "rush" | "resize" | "commit";

/** Keeps a scrolling element where its reader wants it: at the end, or at what is read. */
export type Follower = {
  /** The element that scrolls; its first child is what grows. */
  attach(element: HTMLElement | null): void;
  jumpToEnd(): void;
  /** The reader wants to see something else than the end. */
  leaveEnd(): void;
  /** Puts the content back where the reader was: call it in a layout effect that changes what is above. */
  settle(): void;
  /** Listeners hear of moves when the place is right again, before anything is painted. */
  subscribe(listener: (move: Move) => void): () => void;
  /** Whether new content is followed. A reader who opens something at the end stays there and does not follow. */
  watchFollowing(listener: (isFollowing: boolean) => void): () => void;
};

type Options = {
  /** What holds the place while the reader is not at the end. Without it, the browser's own anchoring does. */
  readonly rowSelector?: string | undefined;
  /** Whether the end is visible. */
  readonly onIsAtEnd: (isAtEnd: boolean) => void;
  /** Default: true. */
  readonly startsFollowing?: boolean | undefined;
};

export function createFollower(options: Options): Follower {
  const { rowSelector, onIsAtEnd, startsFollowing = true } = options;
  const listeners = new Set<(move: Move) => void>();
  const watchers = new Set<(isFollowing: boolean) => void>();
  let scroller: HTMLElement | undefined;
  let detach: (() => void) | undefined;
  let isFollowing = startsFollowing;
  let lastTop = 0;
  let place: ReadingPlace | undefined;

  const distance = (element: HTMLElement): number => element.scrollHeight - element.scrollTop - element.clientHeight;
  const setFollowing = (next: boolean): void => {
    if (next === isFollowing) return;
    isFollowing = next;
    for (const listener of [...watchers]) listener(next);
  };
  const follow = (next: boolean): void => {
    setFollowing(next);
    onIsAtEnd(next);
  };
  const keep = (element: HTMLElement, rest = 0): void => {
    lastTop = element.scrollTop;
    if (rowSelector !== undefined) place = readingPlace(element, rowSelector, rest);
  };
  const tell = (move: Move): void => {
    for (const listener of [...listeners]) listener(move);
  };
  /** A reader who goes up leaves the end; a place that was only cut off by less content is the end still. */
  const noticeLeaving = (element: HTMLElement): void => {
    if (element.scrollTop < lastTop - 1 && distance(element) > NEAR_END_PX) follow(false);
  };
  const settle = (element: HTMLElement, move: Move): void => {
    // The reader's move may not be told yet.
    if (isFollowing) noticeLeaving(element);
    let rest = 0;
    if (isFollowing) {
      element.scrollTop = element.scrollHeight;
    } else {
      const moved = place === undefined ? 0 : movedBy(element, place);
      const before = element.scrollTop;
      // The reader has gone to the beginning, and it is not told yet: what was read is not where they are any more.
      const isNewAtTop = before < 1 && lastTop >= 1;
      if (moved !== 0 && !isNewAtTop) element.scrollTop += moved;
      rest = isNewAtTop ? 0 : moved - (element.scrollTop - before);
      onIsAtEnd(distance(element) <= NEAR_END_PX);
    }
    keep(element, rest);
    tell(move);
  };

  const rush = createRushMeter();

  const listen = (element: HTMLElement): (() => void) => {
    const onScroll = ({ timeStamp }: Event): void => {
      const isRush = rush(element.scrollTop, timeStamp);
      if (distance(element) <= NEAR_END_PX) follow(true);
      else noticeLeaving(element);
      keep(element);
      tell(isRush ? "rush" : "scroll");
    };
    const onOuterScroll = ({ target }: Event): void => {
      if (target !== element && target instanceof Node && target.contains(element)) tell("scroll");
    };
    const onClick = (event: Event): void => {
      const trigger = event.target instanceof Element ? event.target.closest(OPENS) : null;
      if (trigger === null) return;
      setFollowing(false);
      keep(element);
    };
    // The browser glides to where the end was when the key was pressed; rows get their true heights on the way.
    const onKeyDown = (event: KeyboardEvent): void => {
      const { key, target, defaultPrevented, altKey, ctrlKey, metaKey, shiftKey } = event;
      if (target !== element || defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return;
      if (key !== "End" && key !== "Home") return;
      event.preventDefault();
      element.scrollTop = key === "End" ? element.scrollHeight : 0;
      follow(distance(element) <= NEAR_END_PX);
      keep(element);
      tell("scroll");
    };
    const observer = new ResizeObserver(() => settle(element, "resize"));
    observer.observe(element);
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    const page = element.ownerDocument;
    element.addEventListener("scroll", onScroll, { passive: true });
    element.addEventListener("click", onClick, { capture: true });
    element.addEventListener("keydown", onKeyDown);
    page.addEventListener("scroll", onOuterScroll, { capture: true, passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
      element.removeEventListener("click", onClick, { capture: true });
      element.removeEventListener("keydown", onKeyDown);
      page.removeEventListener("scroll", onOuterScroll, { capture: true });
    };
  };

  return {
    attach: (element) => {
      detach?.();
      detach = undefined;
      scroller = element ?? undefined;
      place = undefined;
      lastTop = 0;
      if (element === null) return;
      detach = listen(element);
      settle(element, "commit");
    },
    jumpToEnd: () => {
      if (scroller === undefined) return;
      follow(true);
      scroller.scrollTop = scroller.scrollHeight;
      tell("scroll");
    },
    leaveEnd: () => follow(false),
    settle: () => {
      if (scroller !== undefined) settle(scroller, "commit");
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    watchFollowing: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}

function createRushMeter(): (top: number, at: number) => boolean {
  let inARow = 0;
  let topBefore = 0;
  let before = 0;
  return (top, at) => {
    const isFar = Math.abs(top - topBefore) > RUSH_PX;
    topBefore = top;
    inARow = !isFar ? 0 : at - before < RUSH_MS ? inARow + 1 : 1;
    before = at;
    return inARow >= RUSH_MOVES;
  };
}
