import type { Channel, FilesEvent, RoomEvent, RunEvent, RunHeader } from "../protocol/index.ts";
import { runChannel } from "../protocol/index.ts";
import type { FilesState, RoomState, RunState } from "../state/index.ts";
import {
  fromFilesSnapshot,
  fromRoomSnapshot,
  INITIAL_FILES_STATE,
  INITIAL_ROOM_STATE,
  reduceFiles,
  reduceRoom,
  toFilesSnapshot,
  toRoomSnapshot,
} from "../state/index.ts";
import type { LogFold } from "./ChannelLog.ts";
import { ChannelLog } from "./ChannelLog.ts";
import { createMemoryLogStore } from "./createMemoryLogStore.ts";
import type { LogStore } from "./LogStore.ts";
import { createRunFold } from "./runFold.ts";
import { storeOutputs } from "./storeOutputs.ts";

/** Events within this time go to the viewers as one frame, in ms. */
const FRAME_MS = 50;
/** Logs of runs that have ended and were looked at; more than this many are forgotten in memory. */
const MAX_RESTING = 4;

/** A state that is small enough to be one row. */
function asOneRow<S, E>(fold: {
  readonly initial: S;
  readonly reduce: (state: S, event: E) => S;
  readonly toSnapshot: (state: S) => object;
  readonly fromSnapshot: (snapshot: never) => S;
}): LogFold<S, E> {
  const keys = ["head"];
  return {
    ...fold,
    rowKeys: () => keys,
    toRow: (state) => JSON.stringify(fold.toSnapshot(state)),
    fromRows: (rows) => fold.fromSnapshot(JSON.parse(rows[0]?.[1] ?? "null") as never),
  };
}

const ROOM_FOLD = asOneRow<RoomState, RoomEvent>({
  initial: INITIAL_ROOM_STATE,
  reduce: reduceRoom,
  toSnapshot: toRoomSnapshot,
  fromSnapshot: fromRoomSnapshot,
});
const FILES_FOLD = asOneRow<FilesState, FilesEvent>({
  initial: INITIAL_FILES_STATE,
  reduce: reduceFiles,
  toSnapshot: toFilesSnapshot,
  fromSnapshot: fromFilesSnapshot,
});

type AnyLog = Pick<ChannelLog<unknown, never>, "channel" | "flush">;
export type RunLog = ChannelLog<RunState, RunEvent>;

/** The room's logs: what is appended is sent to the followers within one frame's time. */
export class Channels {
  readonly room: ChannelLog<RoomState, RoomEvent>;
  readonly files: ChannelLog<FilesState, FilesEvent>;
  readonly store: LogStore;
  readonly #runs = new Map<string, RunLog>();
  readonly #send: (channel: Channel, text: string) => void;
  readonly #dirty = new Set<AnyLog>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: LogStore, send: (channel: Channel, text: string) => void) {
    this.store = store;
    this.#send = send;
    this.room = new ChannelLog("room", ROOM_FOLD, store);
    this.files = new ChannelLog("files", FILES_FOLD, createMemoryLogStore());
  }

  /** The log of a run, if it is in memory. */
  loaded(runId: string): RunLog | undefined {
    return this.#runs.get(runId);
  }

  /** The log of a run; `header` starts it if it is new. */
  run(runId: string, header: RunHeader): RunLog {
    let log = this.#runs.get(runId);
    if (log === undefined) {
      const channel = runChannel(runId);
      const fold = createRunFold(header, (events, state) => storeOutputs(this.store.outputs, channel, events, state));
      log = new ChannelLog(channel, fold, this.store);
      this.#runs.set(runId, log);
    }
    return log;
  }

  /** Runs that have ended stay in memory only while they are looked at. `isActive` tells those that have not. */
  forgetResting(isActive: (runId: string) => boolean): void {
    const resting = [...this.#runs].filter(([id, log]) => !isActive(id) && !this.#dirty.has(log));
    for (const [id] of resting.slice(0, Math.max(0, resting.length - MAX_RESTING))) this.#runs.delete(id);
  }

  /** Forgets a run for good. */
  drop(runId: string): void {
    const log = this.#runs.get(runId);
    if (log !== undefined) this.#dirty.delete(log);
    this.#runs.delete(runId);
    this.store.drop(runChannel(runId));
  }

  /** Sends what was appended to the log with the next frame. */
  touch(log: AnyLog): void {
    this.#dirty.add(log);
    this.#timer ??= setTimeout(() => this.flush(), FRAME_MS);
  }

  /** Sends nothing more. */
  close(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#dirty.clear();
  }

  /** Stores and sends everything that waits. */
  flush(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const log of this.#dirty) {
      const text = log.flush();
      if (text !== undefined) this.#send(log.channel, text);
    }
    this.#dirty.clear();
  }
}
