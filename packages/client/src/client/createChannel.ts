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
  /** A snapshot's state with what may be kept of the one before it in the same log. Default: the snapshot's alone. */
  readonly keep?: (before: S, now: S) => S;
};

/** What the client does with a channel. The store is its public end. */
export type ChannelController = {
  readonly channel: Channel;
  readonly isFollowed: () => boolean;
  /** The log and the last event that are known, to resume from; nothing after {@link ChannelController.forget}. */
  readonly cursor: () => { readonly epoch: string; readonly seq: number } | undefined;
  onSnapshot(epoch: string, seq: number, snapshot: unknown): void;
  /** Returns false if events are missing between what is known and the frame. */
  onFrame(seq: number, events: readonly ChannelEvent[]): boolean;
  /** Returns false if what came before does not add up to it. */
  onSubscribed(epoch: string, seq: number): boolean;
  /** Resume from nothing: what is known cannot be trusted. The state stays until a snapshot replaces it. */
  forget(): void;
  onError(error: WireError): void;
  onDisconnect(): void;
  /** The client is disposed: nothing more comes. */
  close(): void;
};

export function createChannel<S>(
  channel: Channel,
  fold: ChannelFold<S>,
  onFollow: (isFollowed: boolean) => void,
): {
  readonly store: ChannelStore<S>;
  readonly controller: ChannelController;
  /** Changes the state by something that is no event of the channel. */
  readonly change: (change: (state: S) => S) => void;
} {
  const state = createStore<S>(fold.initial);
  const status = createStore<ChannelStatus>({ phase: "idle" });
  let cursor: { epoch: string; seq: number } | undefined;
  let listeners = 0;
  let isFollowed = false;
  let isClosed = false;
  let linger: ReturnType<typeof setTimeout> | undefined;

  const follow = (): void => {
    if (linger !== undefined) clearTimeout(linger);
    if (isFollowed || isClosed) return;
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
      getInitial: state.getInitial,
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
      status: { get: status.get, getInitial: status.getInitial, subscribe: status.subscribe },
    },
    controller: {
      channel,
      isFollowed: () => isFollowed,
      cursor: () => cursor,
      onSnapshot: (epoch, seq, snapshot) => {
        const next = fold.fromSnapshot(snapshot as never);
        const isSameLog = cursor?.epoch === epoch && fold.keep !== undefined;
        cursor = { epoch, seq };
        state.set(isSameLog ? fold.keep(state.get(), next) : next);
      },
      onFrame: (seq, events) => {
        if (cursor === undefined || seq > cursor.seq + 1) return false;
        const fresh = events.slice(cursor.seq + 1 - seq);
        if (fresh.length === 0) return true;
        let next = state.get();
        for (const event of fresh) next = fold.reduce(next, event as never);
        cursor = { epoch: cursor.epoch, seq: cursor.seq + fresh.length };
        state.set(next);
        return true;
      },
      onSubscribed: (epoch, seq) => {
        if (cursor?.epoch !== epoch || cursor.seq < seq) return false;
        status.set({ phase: "live" });
        return true;
      },
      forget: () => {
        cursor = undefined;
      },
      onError: (error) => status.set({ phase: "error", error }),
      onDisconnect: () => {
        if (isFollowed && status.get().phase === "live") status.set({ phase: "stale" });
      },
      close: () => {
        if (linger !== undefined) clearTimeout(linger);
        isClosed = true;
        if (isFollowed) status.set({ phase: cursor === undefined ? "idle" : "stale" });
      },
    },
    change: (change) => state.set(change(state.get())),
  };
}
