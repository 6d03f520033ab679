import type { Channel } from "@opencode-kit/client/protocol";

/** SQLite in a Durable Object takes at most 2 MB a value; a character is at most 3 bytes of UTF-8 here. */
const MAX_CHUNK_CHARS = 600_000;

export type StoredFrame = { readonly seq: number; readonly events: string };

export type StoredLog = {
  readonly epoch: string;
  /** Number of the last event that `snapshot` contains; 0 without one. */
  readonly snapshotSeq: number;
  readonly snapshot: string | undefined;
  /** Frames after the snapshot. */
  readonly frames: readonly StoredFrame[];
};

/** Keeps the channels' logs and snapshots. */
export type FrameStore = {
  load(channel: Channel): StoredLog;
  append(channel: Channel, frame: StoredFrame): void;
  /** Frames that hold events after `seq`; the first may begin before it. */
  framesAfter(channel: Channel, seq: number): readonly StoredFrame[];
  /** Replaces the channel's snapshot, and drops frames that begin before `keepFrom`. */
  writeSnapshot(channel: Channel, seq: number, body: string, keepFrom: number): void;
};

export function createFrameStore(sql: SqlStorage): FrameStore {
  const framesAfter = (channel: Channel, seq: number): readonly StoredFrame[] =>
    sql
      .exec<StoredFrame>(
        `SELECT seq, events FROM frames WHERE channel = ?1 AND seq >= COALESCE(
           (SELECT MAX(seq) FROM frames WHERE channel = ?1 AND seq <= ?2 + 1), 0) ORDER BY seq`,
        channel,
        seq,
      )
      .toArray();

  return {
    framesAfter,
    load: (channel) => {
      sql.exec("INSERT OR IGNORE INTO channels (channel, epoch) VALUES (?, ?)", channel, crypto.randomUUID());
      const { epoch } = sql.exec<{ epoch: string }>("SELECT epoch FROM channels WHERE channel = ?", channel).one();
      const chunks = sql
        .exec<{ seq: number; body: string }>(
          "SELECT seq, body FROM snapshots WHERE channel = ? ORDER BY chunk",
          channel,
        )
        .toArray();
      const snapshotSeq = chunks[0]?.seq ?? 0;
      return {
        epoch,
        snapshotSeq,
        snapshot: chunks.length === 0 ? undefined : chunks.map((chunk) => chunk.body).join(""),
        frames: framesAfter(channel, snapshotSeq),
      };
    },
    append: (channel, frame) => {
      sql.exec("INSERT INTO frames (channel, seq, events) VALUES (?, ?, ?)", channel, frame.seq, frame.events);
    },
    writeSnapshot: (channel, seq, body, keepFrom) => {
      sql.exec("DELETE FROM snapshots WHERE channel = ?", channel);
      for (let chunk = 0; chunk * MAX_CHUNK_CHARS < body.length; chunk++) {
        const piece = body.slice(chunk * MAX_CHUNK_CHARS, (chunk + 1) * MAX_CHUNK_CHARS);
        sql.exec("INSERT INTO snapshots (channel, chunk, seq, body) VALUES (?, ?, ?, ?)", channel, chunk, seq, piece);
      }
      sql.exec("DELETE FROM frames WHERE channel = ? AND seq < ?", channel, keepFrom);
    },
  };
}
