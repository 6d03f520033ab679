import type { QueuePlace } from "../protocol/index.ts";
import { isRunOver, MAX_HEADER_PROMPT_CHARS, OpenCodeKitError } from "../protocol/index.ts";
import type { RunRecord, RunStore } from "./RoomStores.ts";
import type { RunLogs } from "./RunLogs.ts";

export type RunQueueHost = {
  readonly runs: RunStore;
  readonly logs: RunLogs;
  isActive(runId: string): boolean;
};

/** Runs that wait for the one before them in their session: their order, and what people change of it. */
export class RunQueue {
  readonly #host: RunQueueHost;

  constructor(host: RunQueueHost) {
    this.#host = host;
  }

  /** The session that a run goes on in: undefined for a new one, null while the run that it follows has none yet. */
  sessionOf({ sessionId, submit }: RunRecord): string | undefined | null {
    const known = sessionId ?? submit.sessionId;
    if (known !== undefined || submit.followsRunId === undefined) return known;
    const followed = this.#host.runs.get(submit.followsRunId);
    if (followed === undefined) return undefined;
    const session = this.sessionOf(followed);
    // One that never came to have a session leaves its followers to begin a new one.
    return session ?? (this.#isOver(followed.id) ? undefined : null);
  }

  /** Runs that wait, in their order. */
  list(sessionId?: string): readonly RunRecord[] {
    return this.#host.runs
      .listActive()
      .filter((record) => !this.#host.isActive(record.id))
      .filter((record) => sessionId === undefined || this.sessionOf(record) === sessionId);
  }

  /** Where a run comes in that is to begin after, or before, all that wait. */
  position(at: "first" | "last"): number {
    const waiting = this.#host.runs.listActive();
    return at === "last" ? (waiting.at(-1)?.position ?? 0) + 1 : (waiting[0]?.position ?? 0) - 1;
  }

  /** A run that waits. Throws `run_started`, `run_over` or `not_found`. */
  find(runId: string): RunRecord {
    const record = this.#host.runs.get(runId);
    if (record === undefined) throw new OpenCodeKitError("not_found", "There is no such run in this room.");
    if (this.#host.isActive(runId)) {
      throw new OpenCodeKitError("run_started", "The agent has this prompt already. Steer it with a new one.");
    }
    if (this.#isOver(runId)) throw new OpenCodeKitError("run_over", "This run has ended already.");
    return record;
  }

  edit(runId: string, prompt: string): void {
    const { submit } = this.find(runId);
    this.#host.runs.change(runId, { submit: { ...submit, prompt } });
    this.#host.logs.append(runId, [{ type: "run.patch", patch: { prompt: prompt.slice(0, MAX_HEADER_PROMPT_CHARS) } }]);
  }

  /** Moves a run before another one of the same queue, or to the end. */
  move(runId: string, before: string | undefined): void {
    const moved = this.find(runId);
    const session = this.sessionOf(moved);
    const queue = this.list().filter((record) => this.sessionOf(record) === session);
    const others = queue.filter(({ id }) => id !== runId);
    const at = before === undefined ? others.length : others.findIndex(({ id }) => id === before);
    if (at === -1) throw new OpenCodeKitError("not_found", "The run to move it before does not wait in this queue.");
    const ordered = others.toSpliced(at, 0, moved);
    for (const [i, record] of ordered.entries()) {
      const position = queue[i]?.position ?? record.position;
      if (position === record.position) continue;
      this.#host.runs.change(record.id, { position });
      this.show(record.id);
    }
  }

  /**
   * A run has ended. Where it was not well, nothing of its queue begins by itself; where it never came to have a session,
   * the first that followed it begins a new one, which the others follow.
   */
  onOver({ id, sessionId }: RunRecord, isWell: boolean): void {
    if (sessionId !== undefined) {
      if (!isWell) this.#setHeld(this.list(sessionId), true);
      return;
    }
    const [first, ...rest] = this.list().filter(({ submit }) => submit.followsRunId === id);
    if (first === undefined) return;
    const { followsRunId: _, ...submit } = first.submit;
    this.#host.runs.change(first.id, { submit });
    for (const record of rest) {
      this.#host.runs.change(record.id, { submit: { ...record.submit, followsRunId: first.id } });
    }
    if (!isWell) this.#setHeld([first], true);
  }

  /** Lets the queue go on in which a run waits. Throws as `find` does. */
  resume(runId: string): void {
    const record = this.find(runId);
    const session = this.sessionOf(record);
    this.#setHeld(typeof session === "string" ? this.list(session) : [record], false);
  }

  /** Tells viewers where a run waits. */
  show(runId: string): void {
    const record = this.#host.runs.get(runId);
    if (record === undefined) return;
    const { position, isHeld } = record;
    const queue: QueuePlace = { position, ...(isHeld ? { isHeld } : {}) };
    this.#host.logs.append(runId, [{ type: "run.patch", patch: { queue } }]);
  }

  /** A run has its session: those that follow it wait in it. */
  showSession(runId: string, sessionId: string): void {
    for (const { id, submit } of this.list()) {
      if (submit.followsRunId === runId) this.#host.logs.append(id, [{ type: "run.patch", patch: { sessionId } }]);
    }
  }

  #setHeld(records: readonly RunRecord[], isHeld: boolean): void {
    for (const record of records) {
      if (record.isHeld === isHeld) continue;
      this.#host.runs.change(record.id, { isHeld });
      this.show(record.id);
    }
  }

  #isOver(runId: string): boolean {
    const status = this.#host.logs.get(runId)?.state.status;
    return status !== undefined && isRunOver(status);
  }
}
