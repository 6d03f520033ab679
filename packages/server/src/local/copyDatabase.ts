import { constants } from "node:fs";
import { copyFile, open, rm, stat } from "node:fs/promises";
import { unlessMissing } from "./unlessMissing.ts";

const ATTEMPTS = 20;
const PAUSE_MS = 50;
/** File systems note a change with the time of the last tick of the clock: two changes can have the same. */
const TICK_MS = 20;
const WAL_HEADER_BYTES = 32;

/**
 * Copies an SQLite database in WAL mode that other processes write to; resolves with the bytes of its file. The database
 * and its log are of one moment when no checkpoint came between: the log only grows, and SQLite drops an unfinished
 * transaction at its end. So the copy is made again until the database was not written to meanwhile.
 *
 * Node's own SQLite could do it too, but not on Node 20, and it warns on every use.
 */
export async function copyDatabase(from: string, to: string): Promise<number> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const before = await stateOf(from);
    if (Date.now() - before.changedAt > TICK_MS) {
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      await rm(`${to}-wal`, { force: true });
      if (before.log !== "") await unlessMissing(copyFile(`${from}-wal`, `${to}-wal`, constants.COPYFILE_FICLONE));
      const after = await stateOf(from);
      if (after.changedAt === before.changedAt && after.log === before.log) return after.size;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`The database ${from} was written to all the time`);
}

type DatabaseState = { readonly changedAt: number; readonly size: number; readonly log: string };

/** The log's header has salts that change when it begins anew; it is empty when the last user has closed the database. */
async function stateOf(database: string): Promise<DatabaseState> {
  const { mtimeMs, size } = await stat(database);
  const log = await unlessMissing(open(`${database}-wal`));
  if (log === undefined) return { changedAt: mtimeMs, size, log: "" };
  try {
    const { buffer, bytesRead } = await log.read(Buffer.alloc(WAL_HEADER_BYTES), 0, WAL_HEADER_BYTES, 0);
    return { changedAt: mtimeMs, size, log: buffer.toString("hex", 0, bytesRead) };
  } finally {
    await log.close();
  }
}
