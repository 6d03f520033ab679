import type { RefCallback } from "react";
import { useState } from "react";
import type { Follower } from "./createFollower.ts";
import { createFollower } from "./createFollower.ts";

type StickToEnd = {
  /** For the element that scrolls; its first child is what grows. */
  readonly scrollRef: RefCallback<HTMLElement>;
  /** Whether the reader is at the end and new content is followed. */
  readonly isAtEnd: boolean;
  readonly jumpToEnd: () => void;
  readonly follower: Follower;
};

/**
 * Follows growing content while the reader is at the end. Scrolling up, or opening something, is the reader's wish to
 * stay; scrolling back down, or `jumpToEnd`, follows again.
 *
 * @param rowSelector Rows that hold the reader's place whatever changes above them; give the scrolling element
 * `overflow-anchor: none` with it.
 */
export function useStickToEnd(rowSelector?: string): StickToEnd {
  const [isAtEnd, setAtEnd] = useState(true);
  const [follower] = useState(() => createFollower({ rowSelector, onIsAtEnd: setAtEnd }));
  return { scrollRef: follower.attach, isAtEnd, jumpToEnd: follower.jumpToEnd, follower };
}
