import type { Channel } from "../protocol/index.ts";

export type StoredFrame = {
  /** Number of its first and of its last event. */
  readonly seq: number;
  readonly last: number;
  /** The events as `encodeEvents` wrote them. */
  readonly events: string;
};

export type LogHead = {
  readonly epoch: string;
  /** Number of the last event; 0 before the first. */
  readonly seq: number;
  /** Number of the last event that the rows contain; 0 without rows. */
  readonly rowsSeq: number;
  /** What a viewer gets that joins, as of the event `rowsSeq`. */
  readonly snapshot: string | undefined;
};

/** One entity of the state as JSON, under its key. */
export type Row = readonly [key: string, body: string];

export type Checkpoint = {
  /** Number of the last event that the rows contain from now on. */
  readonly seq: number;
  readonly rows: readonly Row[];
  readonly goneKeys: readonly string[];
  /** The state as viewers get it. */
  readonly snapshot: string;
  /** Frames that end before this event are dropped, and those of before `keepSince` (ms since the Unix epoch). */
  readonly keepFrom: number;
  readonly keepSince: number;
};

/**
 * Keeps the channels' logs: frames of events, and the state's entities as rows, of which only those that changed are
 * written. The order of the rows is that in which their keys first came.
 */
export type LogStore = {
  /** Finds the log, or begins it with a new epoch. */
  open(channel: Channel): LogHead;
  append(channel: Channel, frame: StoredFrame): void;
  /** Frames that hold events after `seq`; the first may begin before it. */
  framesAfter(channel: Channel, seq: number): readonly StoredFrame[];
  rows(channel: Channel): readonly Row[];
  checkpoint(channel: Channel, checkpoint: Checkpoint): void;
  /** Forgets the log and the outputs of its tools. */
  drop(channel: Channel): void;
  readonly outputs: OutputStore;
};

/** Keeps the whole outputs of tools, of which the state has only start and end. */
export type OutputStore = {
  append(channel: Channel, partId: string, text: string): void;
  clear(channel: Channel, partId: string): void;
  /** A piece of the output, and the size of the whole in UTF-16 code units. */
  read(
    channel: Channel,
    partId: string,
    offset: number,
    limit: number,
  ): { readonly text: string; readonly chars: number };
};
