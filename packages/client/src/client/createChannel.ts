import { createStore } from "../lib/createStore.ts";
import type { Channel, ChannelEvent, WireError } from "../protocol/index.ts";
import type { ChannelStatus, ChannelStore } from "./types.ts";

/** A channel is still followed for this long after its last listener left, so that a remount costs nothing. In ms. */
const LINGER_MS = 3_000;

/** How one kind of channel is folded. */
export type ChannelFold<S> = {
  readonly initial: S;
  readonly fromSnapshot: (snapshot: never) => S;
  readonly reduce: (state: S, event: never) => S;
};

/** What the client does with a channel. The store is its public end. */
export type ChannelController = {
  readonly channel: Channel;
  readonly isFollowed: () => boolean;
  /** The log and the last event that are known, to resume from. */
  readonly cursor: () => { readonly epoch: string; readonly seq: number } | undefined;
  onSnapshot(epoch: string, seq: number, snapshot: unknown): void;
  /** Returns false if events are missing between what is known and the frame. */
  onFrame(seq: number, events: readonly ChannelEvent[]): boolean;
  onSubscribed(epoch: string, seq: number): void;
  onError(error: WireError): void;
  onDisconnect(): void;
};

export function createChannel<S>(
  channel: Channel,
  fold: ChannelFold<S>,
  onFollow: (isFollowed: boolean) => void,
): { readonly store: ChannelStore<S>; readonly controller: ChannelController } {
  const state = createStore<S>(fold.initial);
  const status = createStore<ChannelStatus>({ phase: "idle" });
  let cursor: { epoch: string; seq: number } | undefined;
  let listeners = 0;
  let isFollowed = false;
  let linger: ReturnType<typeof setTimeout> | undefined;

  const follow = (): void => {
    if (linger !== undefined) clearTimeout(linger);
    if (isFollowed) return;
    isFollowed = true;
    status.set({ phase: cursor === undefined ? "loading" : "stale" });
    onFollow(true);
  };
  const leave = (): void => {
    isFollowed = false;
    status.set({ phase: "idle" });
    onFollow(false);
  };

  return {
    store: {
      get: state.get,
      subscribe: (listener) => {
        const unsubscribe = state.subscribe(listener);
        listeners++;
        follow();
        let isOpen = true;
        return () => {
          if (!isOpen) return;
          isOpen = false;
          unsubscribe();
          listeners--;
          if (listeners === 0) linger = setTimeout(leave, LINGER_MS);
        };
      },
      status: { get: status.get, subscribe: status.subscribe },
    },
    controller: {
      channel,
      isFollowed: () => isFollowed,
      cursor: () => cursor,
      onSnapshot: (epoch, seq, snapshot) => {
        cursor = { epoch, seq };
        state.set(fold.fromSnapshot(snapshot as never));
      },
      onFrame: (seq, events) => {
        if (cursor === undefined || seq > cursor.seq + 1) return false;
        let next = state.get();
        // A frame may repeat events that a snapshot or a tail has brought already.
        for (const event of events.slice(cursor.seq + 1 - seq)) next = fold.reduce(next, event as never);
        cursor = { epoch: cursor.epoch, seq: Math.max(cursor.seq, seq + events.length - 1) };
        state.set(next);
        return true;
      },
      onSubscribed: (epoch, seq) => {
        cursor = { epoch, seq };
        status.set({ phase: "live" });
      },
      onError: (error) => status.set({ phase: "error", error }),
      onDisconnect: () => {
        if (isFollowed && status.get().phase === "live") status.set({ phase: "stale" });
      },
    },
  };
}
