import type { RefCallback } from "react";
import { useEffect, useState } from "react";
import type { Follower } from "./createFollower.ts";
import { createFollower } from "./createFollower.ts";

export type FollowProps = {
  /** Whether new content is followed, where the host decides. */
  readonly follow?: boolean | undefined;
  /** Whether it is followed at first. Default: true. */
  readonly defaultFollow?: boolean | undefined;
  /** The reader left the end, or came back to it. */
  readonly onFollowChange?: ((follow: boolean) => void) | undefined;
};

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
export function useStickToEnd(rowSelector?: string, props: FollowProps = {}): StickToEnd {
  const { follow, defaultFollow = true, onFollowChange } = props;
  const startsFollowing = follow ?? defaultFollow;
  const [isAtEnd, setAtEnd] = useState(true);
  const [isFollowing, setFollowing] = useState(startsFollowing);
  const [follower] = useState(() => createFollower({ rowSelector, onIsAtEnd: setAtEnd, startsFollowing }));
  useEffect(
    () =>
      follower.watchFollowing((next) => {
        setFollowing(next);
        onFollowChange?.(next);
      }),
    [follower, onFollowChange],
  );
  useEffect(() => {
    if (follow === undefined || follow === isFollowing) return undefined;
    let isCurrent = true;
    // A move renders rows at once, which React does not do inside of an effect.
    queueMicrotask(() => {
      if (!isCurrent) return;
      if (follow) follower.jumpToEnd();
      else follower.leaveEnd();
    });
    return () => {
      isCurrent = false;
    };
  }, [follow, isFollowing, follower]);
  return { scrollRef: follower.attach, isAtEnd, jumpToEnd: follower.jumpToEnd, follower };
}
