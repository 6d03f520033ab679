import type { Channel, FilesEvent, RoomEvent, RunEvent, RunHeader } from "@opencode-kit/client/protocol";
import { runChannel } from "@opencode-kit/client/protocol";
import type { FilesState, RoomState, RunState } from "@opencode-kit/client/state";
import {
  fromFilesSnapshot,
  fromRoomSnapshot,
  fromRunSnapshot,
  INITIAL_FILES_STATE,
  INITIAL_ROOM_STATE,
  initialRunState,
  reduceFiles,
  reduceRoom,
  reduceRun,
  toFilesSnapshot,
  toRoomSnapshot,
  toRunSnapshot,
} from "@opencode-kit/client/state";
import type { LogFold } from "../storage/ChannelLog.ts";
import { ChannelLog } from "../storage/ChannelLog.ts";
import { createMemoryFrameStore } from "../storage/createMemoryFrameStore.ts";
import type { FrameStore } from "../storage/FrameStore.ts";

/** Events within this time go to the viewers as one frame, in ms. */
const FRAME_MS = 50;

const ROOM_FOLD: LogFold<RoomState, RoomEvent> = {
  initial: INITIAL_ROOM_STATE,
  reduce: reduceRoom,
  toSnapshot: toRoomSnapshot,
  fromSnapshot: fromRoomSnapshot,
};
const FILES_FOLD: LogFold<FilesState, FilesEvent> = {
  initial: INITIAL_FILES_STATE,
  reduce: reduceFiles,
  toSnapshot: toFilesSnapshot,
  fromSnapshot: fromFilesSnapshot,
};

type AnyLog = Pick<ChannelLog<unknown, never>, "channel" | "epoch" | "flush" | "compact" | "resume">;

/** The room's logs: what is appended is sent to the followers within one frame's time. */
export class Channels {
  readonly room: ChannelLog<RoomState, RoomEvent>;
  readonly files: ChannelLog<FilesState, FilesEvent>;
  readonly #runs = new Map<string, ChannelLog<RunState, RunEvent>>();
  readonly #store: FrameStore;
  readonly #send: (channel: Channel, text: string) => void;
  readonly #dirty = new Set<AnyLog>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: FrameStore, send: (channel: Channel, text: string) => void) {
    this.#store = store;
    this.#send = send;
    this.room = new ChannelLog("room", ROOM_FOLD, store);
    this.files = new ChannelLog("files", FILES_FOLD, createMemoryFrameStore());
  }

  /** The log of a run; `header` starts it if it is new. */
  run(runId: string, header: RunHeader): ChannelLog<RunState, RunEvent> {
    let log = this.#runs.get(runId);
    if (log === undefined) {
      const fold = {
        initial: initialRunState(header),
        reduce: reduceRun,
        toSnapshot: toRunSnapshot,
        fromSnapshot: fromRunSnapshot,
      };
      log = new ChannelLog(runChannel(runId), fold, this.#store);
      this.#runs.set(runId, log);
    }
    return log;
  }

  /** Forgets a run's log in memory; it stays in the store. */
  forget(runId: string): void {
    const log = this.#runs.get(runId);
    if (log !== undefined && !this.#dirty.has(log)) this.#runs.delete(runId);
  }

  /** Sends what was appended to the log with the next frame. */
  touch(log: AnyLog): void {
    this.#dirty.add(log);
    this.#timer ??= setTimeout(() => this.flush(), FRAME_MS);
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
