import type { RoomEvent, RoomPending, RunEvent, RunHeader } from "../protocol/index.ts";
import { defined, MAX_HEADER_PROMPT_CHARS, OpenCodeKitError } from "../protocol/index.ts";
import type { Channels, RunLog } from "./Channels.ts";
import type { RunRecord, RunStore } from "./RoomStores.ts";
import { summaryEvents } from "./summaryEvents.ts";

/** The logs of a room's runs, and the room's own, which mirrors what it lists of them. */
export class RunLogs {
  readonly #store: RunStore;
  readonly #channels: Channels;

  constructor(store: RunStore, channels: Channels) {
    this.#store = store;
    this.#channels = channels;
  }

  /** Sends what waits for its frame, of all channels. */
  flush(): void {
    this.#channels.flush();
  }

  /** The run's log, or undefined if there is no such run. */
  get(runId: string): RunLog | undefined {
    // Asked for with every event: the store, which has the whole prompt, is not.
    const loaded = this.#channels.loaded(runId);
    if (loaded !== undefined) return loaded;
    const record = this.#store.get(runId);
    return record === undefined ? undefined : this.#channels.run(runId, headerOf(record));
  }

  /** The run's log. Throws `not_found`. */
  find(runId: string): RunLog {
    const log = this.get(runId);
    if (log === undefined) throw new OpenCodeKitError("not_found", "There is no such run in this room.");
    return log;
  }

  /** Logs of all runs of a session, oldest first. */
  findBySession(sessionId: string): readonly RunLog[] {
    return this.#store.listBySession(sessionId).flatMap(({ id }) => this.get(id) ?? []);
  }

  /** A request that waits, whole, as its run has it. */
  findWaiting(requestId: string): RoomPending | undefined {
    const listed = this.#channels.room.state.pending.find(({ request }) => request.id === requestId);
    if (listed === undefined) return undefined;
    const { runId } = listed;
    const request = this.get(runId)?.state.pending.find(({ id }) => id === requestId);
    return request && { runId, request };
  }

  append(runId: string, events: readonly RunEvent[]): void {
    const log = this.get(runId);
    if (log === undefined || events.length === 0) return;
    const before = log.state;
    log.append(events);
    this.#channels.touch(log);
    this.appendToRoom(summaryEvents(log.state, events, before));
  }

  /** Lists a run that is new. */
  announce(log: RunLog): void {
    this.appendToRoom(summaryEvents(log.state, [], undefined));
  }

  appendToRoom(events: readonly RoomEvent[]): void {
    if (events.length === 0) return;
    this.#channels.room.append(events);
    this.#channels.touch(this.#channels.room);
  }

  /** Forgets a run. */
  drop(runId: string): void {
    this.#store.remove(runId);
    this.#channels.drop(runId);
    this.appendToRoom([{ type: "room.run.remove", id: runId }]);
  }

  /**
   * Forgets ended runs that are older than `before` (ms since the Unix epoch) or beyond the newest `keep`, whose ids come
   * back.
   */
  forgetOld(keep: number, before: number, isActive: (runId: string) => boolean): readonly string[] {
    const expired = this.#store.listExpired(keep, before);
    for (const id of expired) this.drop(id);
    this.#channels.forgetResting(isActive);
    return expired;
  }
}

function headerOf({ id, submit, createdAt }: RunRecord): RunHeader {
  const { sessionId, outputFile } = submit;
  const prompt = submit.prompt.slice(0, MAX_HEADER_PROMPT_CHARS);
  return { id, prompt, status: "queued", createdAt, ...defined({ sessionId, outputFile }) };
}
