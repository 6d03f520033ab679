import type { Channel } from "@opencode-kit/client/protocol";
import type { LogStore, OutputStore, Row, StoredFrame } from "@opencode-kit/client/room";
import { createShortId } from "@opencode-kit/client/room";

/** SQLite in a Durable Object takes at most 2 MB a value; a UTF-16 code unit is at most 3 bytes of UTF-8. */
const MAX_VALUE_CHARS = 600_000;

/** Outputs are kept as JSON, since they may be cut within a surrogate pair; a control character takes six bytes then. */
const MAX_OUTPUT_PIECE = 200_000;

type FrameRow = { seq: number; last: number; events: string };

/** The room's logs in the object's SQLite. What is longer than one value may be is kept in chunks. */
export function createLogStore(sql: SqlStorage): LogStore {
  return {
    open: (channel) => {
      sql.exec("INSERT OR IGNORE INTO channels (channel, epoch) VALUES (?, ?)", channel, createShortId());
      const { epoch, rows_seq, snapshot } = sql
        .exec<{ epoch: string; rows_seq: number; snapshot: string | null }>(
          "SELECT epoch, rows_seq, snapshot FROM channels WHERE channel = ?",
          channel,
        )
        .one();
      const { last } = sql
        .exec<{ last: number | null }>("SELECT MAX(last) AS last FROM frames WHERE channel = ?", channel)
        .one();
      return { epoch, rowsSeq: rows_seq, seq: Math.max(rows_seq, last ?? 0), snapshot: snapshot ?? undefined };
    },
    append: (channel, { seq, last, events }) => {
      for (const [chunk, piece] of chunksOf(events)) {
        sql.exec(
          "INSERT INTO frames (channel, seq, chunk, last, at, events) VALUES (?, ?, ?, ?, ?, ?)",
          channel,
          seq,
          chunk,
          last,
          Date.now(),
          piece,
        );
      }
    },
    framesAfter: (channel, seq) => {
      const frames: StoredFrame[] = [];
      const rows = sql.exec<FrameRow>(
        "SELECT seq, last, events FROM frames WHERE channel = ? AND last > ? ORDER BY seq, chunk",
        channel,
        seq,
      );
      for (const row of rows) {
        const before = frames.at(-1);
        if (before?.seq === row.seq) frames[frames.length - 1] = { ...before, events: before.events + row.events };
        else frames.push(row);
      }
      return frames;
    },
    rows: (channel) => {
      const result: [string, string][] = [];
      const chunks = sql.exec<{ key: string; chunk: number; body: string }>(
        "SELECT key, chunk, body FROM entities WHERE channel = ? ORDER BY rowid",
        channel,
      );
      // Later chunks of a value that grew stand behind other rows.
      const at = new Map<string, number>();
      for (const { key, body } of chunks) {
        const index = at.get(key);
        const row = index === undefined ? undefined : result[index];
        if (row === undefined) at.set(key, result.push([key, body]) - 1);
        else row[1] += body;
      }
      return result as readonly Row[];
    },
    checkpoint: (channel, { seq, rows, goneKeys, snapshot, keepFrom, keepSince }) => {
      for (const key of goneKeys) sql.exec("DELETE FROM entities WHERE channel = ? AND key = ?", channel, key);
      for (const [key, body] of rows) writeRow(sql, channel, key, body);
      sql.exec("UPDATE channels SET rows_seq = ?, snapshot = ? WHERE channel = ?", seq, fitting(snapshot), channel);
      sql.exec("DELETE FROM frames WHERE channel = ? AND (last < ? OR at < ?)", channel, keepFrom, keepSince);
    },
    drop: (channel) => {
      for (const table of ["channels", "frames", "entities", "outputs"] as const) {
        sql.exec(DROP[table], channel);
      }
    },
    outputs: createOutputStore(sql),
  };
}

const DROP = {
  channels: "DELETE FROM channels WHERE channel = ?",
  frames: "DELETE FROM frames WHERE channel = ?",
  entities: "DELETE FROM entities WHERE channel = ?",
  outputs: "DELETE FROM outputs WHERE channel = ?",
} as const;

/** An update keeps a row's place in the order, which an insert would not. */
function writeRow(sql: SqlStorage, channel: Channel, key: string, body: string): void {
  let count = 0;
  for (const [chunk, piece] of chunksOf(body)) {
    count++;
    sql.exec(
      `INSERT INTO entities (channel, key, chunk, body) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (channel, key, chunk) DO UPDATE SET body = ?4`,
      channel,
      key,
      chunk,
      piece,
    );
  }
  sql.exec("DELETE FROM entities WHERE channel = ? AND key = ? AND chunk >= ?", channel, key, count);
}

function createOutputStore(sql: SqlStorage): OutputStore {
  const sizeOf = (channel: Channel, partId: string): number =>
    sql
      .exec<{ size: number }>(
        "SELECT start + chars AS size FROM outputs WHERE channel = ? AND part_id = ? ORDER BY start DESC LIMIT 1",
        channel,
        partId,
      )
      .toArray()[0]?.size ?? 0;
  return {
    append: (channel, partId, text) => {
      let start = sizeOf(channel, partId);
      for (const [, piece] of chunksOf(text, MAX_OUTPUT_PIECE)) {
        if (piece === "") continue;
        sql.exec(
          "INSERT INTO outputs (channel, part_id, start, chars, text) VALUES (?, ?, ?, ?, ?)",
          channel,
          partId,
          start,
          piece.length,
          JSON.stringify(piece),
        );
        start += piece.length;
      }
    },
    clear: (channel, partId) => void sql.exec("DELETE FROM outputs WHERE channel = ? AND part_id = ?", channel, partId),
    read: (channel, partId, offset, limit) => {
      const pieces = sql
        .exec<{ start: number; text: string }>(
          `SELECT start, text FROM outputs WHERE channel = ? AND part_id = ? AND start + chars > ? AND start < ?
           ORDER BY start`,
          channel,
          partId,
          offset,
          offset + limit,
        )
        .toArray();
      const from = pieces[0]?.start ?? offset;
      const text = pieces.map((piece) => JSON.parse(piece.text) as string).join("");
      return { text: text.slice(offset - from, offset - from + limit), chars: sizeOf(channel, partId) };
    },
  };
}

/** A surrogate pair is never split: half of one does not survive SQLite's UTF-8. */
function* chunksOf(text: string, max = MAX_VALUE_CHARS): IterableIterator<readonly [number, string]> {
  let chunk = 0;
  let at = 0;
  do {
    let end = Math.min(text.length, at + max);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end--;
    yield [chunk++, text.slice(at, end)];
    at = end;
  } while (at < text.length);
}

function fitting(snapshot: string): string | null {
  return snapshot.length > MAX_VALUE_CHARS ? null : snapshot;
}
