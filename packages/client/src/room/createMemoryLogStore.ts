import type { Channel } from "../protocol/index.ts";
import { createShortId } from "./createShortId.ts";
import type { LogHead, LogStore, OutputStore, Row, StoredFrame } from "./LogStore.ts";

type Log = {
  snapshot: string | undefined;
  readonly epoch: string;
  frames: StoredFrame[];
  rows: Map<string, string>;
  rowsSeq: number;
  seq: number;
};

/** Logs that live as long as this process: for a client without a room, and for what is read anew after a sleep. */
export function createMemoryLogStore(): LogStore {
  const logs = new Map<Channel, Log>();
  const outputs = createMemoryOutputs();

  const logOf = (channel: Channel): Log => {
    let log = logs.get(channel);
    if (log === undefined) {
      log = { epoch: createShortId(), frames: [], rows: new Map(), rowsSeq: 0, seq: 0, snapshot: undefined };
      logs.set(channel, log);
    }
    return log;
  };

  return {
    open: (channel): LogHead => {
      const { epoch, seq, rowsSeq, snapshot } = logOf(channel);
      return { epoch, seq, rowsSeq, snapshot };
    },
    append: (channel, frame) => {
      const log = logOf(channel);
      log.frames.push(frame);
      log.seq = frame.last;
    },
    framesAfter: (channel, seq) => {
      const { frames } = logOf(channel);
      const at = frames.findLastIndex((frame) => frame.last <= seq);
      return frames.slice(at + 1);
    },
    rows: (channel): readonly Row[] => [...logOf(channel).rows],
    checkpoint: (channel, { seq, rows, goneKeys, snapshot, keepFrom }) => {
      const log = logOf(channel);
      for (const [key, body] of rows) log.rows.set(key, body);
      for (const key of goneKeys) log.rows.delete(key);
      log.rowsSeq = seq;
      log.snapshot = snapshot;
      log.frames = log.frames.filter((frame) => frame.last >= keepFrom);
    },
    drop: (channel) => {
      logs.delete(channel);
      outputs.drop(channel);
    },
    outputs,
  };
}

function createMemoryOutputs(): OutputStore & { drop(channel: Channel): void } {
  const texts = new Map<Channel, Map<string, string>>();
  return {
    append: (channel, partId, text) => {
      const parts = texts.get(channel) ?? new Map<string, string>();
      texts.set(channel, parts);
      parts.set(partId, (parts.get(partId) ?? "") + text);
    },
    clear: (channel, partId) => void texts.get(channel)?.delete(partId),
    read: (channel, partId, offset, limit) => {
      const text = texts.get(channel)?.get(partId) ?? "";
      return { text: text.slice(offset, offset + limit), chars: text.length };
    },
    drop: (channel) => void texts.delete(channel),
  };
}
