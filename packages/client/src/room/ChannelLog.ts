import type { Channel, ChannelEvent, ServerMessage } from "../protocol/index.ts";
import { decodeEvents, encodeEvents } from "../protocol/index.ts";
import { coalesce } from "./coalesce.ts";
import type { LogHead, LogStore, Row, StoredFrame } from "./LogStore.ts";

/** The rows are brought up to date after this many frames or characters, so that waking up reads a bounded log. */
const FRAMES_PER_CHECKPOINT = 400;
const CHARS_PER_CHECKPOINT = 150_000;
/** Events before a checkpoint that stay for viewers who come back after a blink: this many, this long in ms. */
const KEPT_EVENTS = 2_000;
const KEPT_MS = 60 * 60_000;
/** A tail of up to this many characters is sent without asking whether the snapshot were shorter. */
const SMALL_TAIL_CHARS = 16_000;
/** Who joins a log that is not in memory gets its stored snapshot and a tail of up to this many characters. */
const COLD_TAIL_CHARS = 150_000;

/** How a channel's events are folded and its state is kept. */
export type LogFold<S, E> = {
  readonly initial: S;
  readonly reduce: (state: S, event: E) => S;
  /** What a viewer gets that joins. */
  readonly toSnapshot: (state: S) => object;
  /** Keys of the rows that an event changes, given the state before it. */
  readonly rowKeys: (state: S, event: E) => readonly string[];
  /** A row's body, or undefined if the state no longer has it. */
  readonly toRow: (state: S, key: string) => string | undefined;
  readonly fromRows: (rows: readonly Row[]) => S;
  /** Sees what is stored, in order, with the state after it. */
  readonly onStored?: (events: readonly E[], state: S) => void;
};

/**
 * One channel's ordered log and its fold. Events change the state at once; they get their numbers, are stored and are
 * encoded for the viewers together when the frame is flushed. The state is read from the store when it is first needed.
 */
export class ChannelLog<S, E extends ChannelEvent> {
  readonly channel: Channel;
  readonly epoch: string;
  readonly #fold: LogFold<S, E>;
  readonly #store: LogStore;
  #state: { readonly value: S } | undefined;
  #seq: number;
  #rowsSeq: number;
  /** As of the event that is named. */
  #snapshot: { readonly seq: number; readonly text: string } | undefined;
  #buffer: E[] = [];
  #touched = new Set<string>();
  #framesSince = 0;
  #charsSince = 0;

  constructor(channel: Channel, fold: LogFold<S, E>, store: LogStore) {
    const head: LogHead = store.open(channel);
    this.channel = channel;
    this.epoch = head.epoch;
    this.#fold = fold;
    this.#store = store;
    this.#seq = head.seq;
    this.#rowsSeq = head.rowsSeq;
    this.#snapshot = head.snapshot === undefined ? undefined : { seq: head.rowsSeq, text: head.snapshot };
  }

  /** Number of the last event that was flushed. */
  get seq(): number {
    return this.#seq;
  }

  /** Everything that was appended, flushed or not. */
  get state(): S {
    return this.#load();
  }

  append(events: readonly E[]): void {
    let state = this.#load();
    for (const event of events) {
      for (const key of this.#fold.rowKeys(state, event)) this.#touched.add(key);
      state = this.#fold.reduce(state, event);
    }
    this.#state = { value: state };
    this.#buffer.push(...events);
  }

  /** Stores what was appended since the last flush. Returns the frame for all followers, encoded once. */
  flush(): string | undefined {
    if (this.#buffer.length === 0) return undefined;
    const events = coalesce(this.#buffer) as readonly E[];
    const seq = this.#seq + 1;
    const encoded = encodeEvents(events);
    this.#buffer = [];
    this.#seq += events.length;
    this.#store.append(this.channel, { seq, last: this.#seq, events: encoded });
    this.#fold.onStored?.(events, this.#load());
    this.#framesSince++;
    this.#charsSince += encoded.length;
    if (this.#framesSince >= FRAMES_PER_CHECKPOINT || this.#charsSince >= CHARS_PER_CHECKPOINT) this.#checkpoint();
    return frameText(this.channel, seq, encoded);
  }

  /** No more is to come soon: who joins later shall not need the state, nor a tail. */
  rest(): void {
    if (this.#buffer.length === 0) this.#checkpoint();
  }

  /** What a viewer with this cursor (or none) needs to be up to date; nothing may wait to be flushed. */
  resume(cursor: { readonly epoch: string; readonly seq: number } | undefined): readonly string[] {
    const { channel, epoch } = this;
    const subscribed = JSON.stringify({ type: "subscribed", channel, epoch, seq: this.#seq } satisfies ServerMessage);
    if (cursor === undefined || cursor.epoch !== epoch || cursor.seq > this.#seq) return [...this.#join(), subscribed];
    if (cursor.seq === this.#seq) return [subscribed];
    const tail = this.#tail(cursor.seq);
    if (tail === undefined) return [...this.#join(), subscribed];
    if (tail.length <= SMALL_TAIL_CHARS) return [tail, subscribed];
    const join = this.#join();
    const isShorter = tail.length <= join.reduce((sum, text) => sum + text.length, 0);
    return isShorter ? [tail, subscribed] : [...join, subscribed];
  }

  #tail(seq: number): string | undefined {
    const frames = this.#store.framesAfter(this.channel, seq);
    const first = frames[0];
    if (first === undefined || first.seq > seq + 1) return undefined;
    const texts = frames.map((frame) => (frame.seq > seq ? frame.events : withoutFirst(frame, seq)));
    return frameText(this.channel, seq + 1, `[${texts.map((text) => text.slice(1, -1)).join(",")}]`);
  }

  /** The state as a snapshot; of a log that is not in memory as the stored one and what came after it. */
  #join(): readonly string[] {
    const stored = this.#state === undefined ? this.#snapshot : undefined;
    if (stored !== undefined) {
      const tail = stored.seq === this.#seq ? "" : this.#tail(stored.seq);
      if (tail === "") return [this.#snapshotText(stored)];
      if (tail !== undefined && tail.length <= COLD_TAIL_CHARS) return [this.#snapshotText(stored), tail];
    }
    return [this.#snapshotText(this.#takeSnapshot())];
  }

  /** One for all who join until the next event. */
  #takeSnapshot(): { readonly seq: number; readonly text: string } {
    if (this.#snapshot?.seq !== this.#seq) {
      this.#snapshot = { seq: this.#seq, text: JSON.stringify(this.#fold.toSnapshot(this.#load())) };
    }
    return this.#snapshot;
  }

  #snapshotText({ seq, text }: { readonly seq: number; readonly text: string }): string {
    const { channel, epoch } = this;
    return `${JSON.stringify({ type: "snapshot", channel, epoch, seq }).slice(0, -1)},"state":${text}}`;
  }

  #checkpoint(): void {
    const state = this.#load();
    const rows: Row[] = [];
    const goneKeys: string[] = [];
    for (const key of this.#touched) {
      const body = this.#fold.toRow(state, key);
      if (body === undefined) goneKeys.push(key);
      else rows.push([key, body]);
    }
    this.#store.checkpoint(this.channel, {
      seq: this.#seq,
      rows,
      goneKeys,
      snapshot: this.#takeSnapshot().text,
      keepFrom: this.#seq - KEPT_EVENTS,
      keepSince: Date.now() - KEPT_MS,
    });
    this.#rowsSeq = this.#seq;
    this.#touched = new Set();
    this.#framesSince = 0;
    this.#charsSince = 0;
  }

  #load(): S {
    if (this.#state !== undefined) return this.#state.value;
    const rows = this.#rowsSeq === 0 ? [] : this.#store.rows(this.channel);
    let state = rows.length === 0 ? this.#fold.initial : this.#fold.fromRows(rows);
    const frames = this.#store.framesAfter(this.channel, this.#rowsSeq);
    for (const frame of frames) {
      const events = readEvents(frame.events) as readonly E[];
      for (const event of frame.seq > this.#rowsSeq ? events : events.slice(this.#rowsSeq + 1 - frame.seq)) {
        for (const key of this.#fold.rowKeys(state, event)) this.#touched.add(key);
        state = this.#fold.reduce(state, event);
      }
    }
    this.#framesSince = frames.length;
    this.#state = { value: state };
    return state;
  }
}

/** The stored JSON goes into the message as it is: events are encoded once, for the log and for all viewers. */
function frameText(channel: Channel, seq: number, events: string): string {
  return `[${JSON.stringify(channel)},${seq},${events}]`;
}

/** An event may be told in terms of the one before it, so what is cut off is read first. */
function withoutFirst(frame: StoredFrame, seq: number): string {
  return encodeEvents(readEvents(frame.events).slice(seq + 1 - frame.seq));
}

function readEvents(encoded: string): readonly ChannelEvent[] {
  return decodeEvents(JSON.parse(encoded) as readonly unknown[]);
}
