import type { Channel, ChannelEvent, ServerMessage, SnapshotOf } from "@opencode-kit/client/protocol";
import { coalesce } from "./coalesce.ts";
import type { FrameStore, StoredFrame } from "./FrameStore.ts";

/** A snapshot is written after this many frames, so that waking up reads a bounded log. */
const FRAMES_PER_SNAPSHOT = 400;
/** Events before a snapshot that stay for viewers who come back after a blink. */
const KEPT_EVENTS = 2_000;
/** A tail of up to this many characters is sent without asking whether the snapshot were shorter. */
const SMALL_TAIL_CHARS = 32_000;

/** How a channel's events are folded; see `@opencode-kit/client/state`. */
export type LogFold<S, E> = {
  readonly initial: S;
  readonly reduce: (state: S, event: E) => S;
  readonly toSnapshot: (state: S) => unknown;
  readonly fromSnapshot: (snapshot: never) => S;
};

/**
 * One channel's ordered log and its fold. Events change the state at once; they get their numbers, are stored and are
 * encoded for the viewers together when the frame is flushed.
 */
export class ChannelLog<S, E extends ChannelEvent> {
  readonly channel: Channel;
  readonly epoch: string;
  readonly #fold: LogFold<S, E>;
  readonly #store: FrameStore;
  #state: S;
  #seq: number;
  #framesSinceSnapshot: number;
  #buffer: E[] = [];

  constructor(channel: Channel, fold: LogFold<S, E>, store: FrameStore) {
    this.channel = channel;
    this.#fold = fold;
    this.#store = store;
    const { epoch, snapshot, snapshotSeq, frames } = store.load(channel);
    this.epoch = epoch;
    this.#state = snapshot === undefined ? fold.initial : fold.fromSnapshot(JSON.parse(snapshot) as never);
    this.#seq = snapshotSeq;
    this.#framesSinceSnapshot = frames.length;
    for (const event of eventsAfter(frames, snapshotSeq)) {
      this.#state = fold.reduce(this.#state, event as E);
      this.#seq++;
    }
  }

  /** Everything that was appended, flushed or not. */
  get state(): S {
    return this.#state;
  }

  append(events: readonly E[]): void {
    for (const event of events) this.#state = this.#fold.reduce(this.#state, event);
    this.#buffer.push(...events);
  }

  /** Stores what was appended since the last flush. Returns the frame for all followers, encoded once. */
  flush(): string | undefined {
    if (this.#buffer.length === 0) return undefined;
    const events = coalesce(this.#buffer);
    const seq = this.#seq + 1;
    const encoded = JSON.stringify(events);
    this.#buffer = [];
    this.#seq += events.length;
    this.#store.append(this.channel, { seq, events: encoded });
    this.#framesSinceSnapshot++;
    if (this.#framesSinceSnapshot >= FRAMES_PER_SNAPSHOT) this.compact();
    return frameText(this.channel, seq, encoded);
  }

  /** Writes a snapshot and drops old frames. */
  compact(): void {
    this.#store.writeSnapshot(this.channel, this.#seq, this.#encodeState(), this.#seq - KEPT_EVENTS);
    this.#framesSinceSnapshot = 0;
  }

  /** What a viewer with this cursor (or none) needs to be up to date; nothing may wait to be flushed. */
  resume(cursor: { readonly epoch: string; readonly seq: number } | undefined): readonly string[] {
    const subscribed = JSON.stringify({
      type: "subscribed",
      channel: this.channel,
      epoch: this.epoch,
      seq: this.#seq,
    } satisfies ServerMessage);
    if (cursor !== undefined && cursor.epoch === this.epoch && cursor.seq <= this.#seq) {
      if (cursor.seq === this.#seq) return [subscribed];
      const tail = this.#tail(cursor.seq);
      if (tail !== undefined) return [tail, subscribed];
    }
    return [this.#snapshotText(), subscribed];
  }

  #tail(seq: number): string | undefined {
    const frames = this.#store.framesAfter(this.channel, seq);
    const first = frames[0];
    if (first === undefined || first.seq > seq + 1) return undefined;
    const tail = frameText(this.channel, seq + 1, JSON.stringify(eventsAfter(frames, seq)));
    return tail.length <= SMALL_TAIL_CHARS || tail.length <= this.#encodeState().length ? tail : undefined;
  }

  #snapshotText(): string {
    const { channel, epoch } = this;
    return JSON.stringify({
      type: "snapshot",
      channel,
      epoch,
      seq: this.#seq,
      state: this.#fold.toSnapshot(this.#state) as SnapshotOf<Channel>,
    } satisfies ServerMessage);
  }

  #encodeState(): string {
    return JSON.stringify(this.#fold.toSnapshot(this.#state));
  }
}

/** The stored JSON goes into the message as it is: events are encoded once, for the log and for all viewers. */
function frameText(channel: Channel, seq: number, events: string): string {
  return `{"type":"frame","channel":${JSON.stringify(channel)},"seq":${seq},"events":${events}}`;
}

function eventsAfter(frames: readonly StoredFrame[], seq: number): readonly unknown[] {
  return frames.flatMap((frame) => {
    const events = JSON.parse(frame.events) as readonly unknown[];
    return frame.seq > seq ? events : events.slice(seq + 1 - frame.seq);
  });
}
