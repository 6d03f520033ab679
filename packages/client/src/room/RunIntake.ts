import type { SubmitCommand, SubmitResult } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { Steer } from "../source/index.ts";
import type { ActiveRuns } from "./ActiveRuns.ts";
import { createShortId } from "./createShortId.ts";
import type { RoomStores, RunRecord } from "./RoomStores.ts";
import type { RunLogs } from "./RunLogs.ts";
import type { RunQueue } from "./RunQueue.ts";
import type { Steers } from "./Steers.ts";

/** A run that is new to the room. */
export type NewRun = Pick<RunRecord, "submit"> &
  Partial<Pick<RunRecord, "id" | "kind" | "sessionId" | "afterMessageId" | "isPrompted" | "position">> & {
    readonly attachments?: SubmitCommand["attachments"];
  };

export type RunIntakeHost = {
  readonly stores: RoomStores;
  readonly logs: RunLogs;
  readonly steers: Steers;
  readonly queue: RunQueue;
  readonly active: ActiveRuns;
  /** Starts every run whose turn has come. */
  startNext(): void;
};

/** Takes prompts in: as runs that start or wait, or as part of a run that goes on. */
export class RunIntake {
  readonly #host: RunIntakeHost;

  constructor(host: RunIntakeHost) {
    this.#host = host;
  }

  /** Starts a run, or lets it wait for its turn in its session. */
  insert(run: NewRun): SubmitResult {
    const runId = this.#add(run);
    this.#host.startNext();
    if (this.#host.active.has(runId)) return { runId, disposition: "started" };
    this.#host.queue.show(runId);
    return { runId, disposition: "queued" };
  }

  #add({ id = createShortId(), attachments = [], ...run }: NewRun): string {
    const { submit, kind = "prompt", sessionId, afterMessageId, isPrompted = false } = run;
    const { position = this.#host.queue.position("last") } = run;
    const state = { isHeld: false, isPrompted, isStopping: false, endsProcesses: false };
    const record = { id, kind, submit, createdAt: Date.now(), position, sessionId, afterMessageId, ...state };
    this.#host.stores.runs.insert(record);
    if (attachments.length > 0) this.#host.stores.attachments.set(id, attachments);
    const log = this.#host.logs.get(id);
    if (log !== undefined) this.#host.logs.announce(log);
    if (sessionId !== undefined) {
      this.#host.logs.append(id, [
        { type: "run.patch", patch: { sessionId } },
        { type: "session.set", session: { id: sessionId } },
      ]);
    }
    return id;
  }

  /** Hands a prompt that waits to the run that works in its session, or starts it. Returns the run that has it. */
  steerWaiting(runId: string): string {
    const record = this.#host.queue.find(runId);
    const sessionId = this.#host.queue.sessionOf(record);
    const { prompt: text, followsRunId, model, agent } = record.submit;
    const joined = this.#host.active.find(sessionId ?? undefined, followsRunId);
    if (joined === undefined) {
      this.#host.stores.runs.change(runId, { isHeld: false, position: this.#host.queue.position("first") });
      this.#host.queue.show(runId);
      this.#host.startNext();
      return runId;
    }
    const attachments = this.#host.stores.attachments.get(runId);
    this.#host.active.steer(joined, record.submit.operationId, { text, ...defined({ model, agent }), attachments });
    this.#host.stores.attachments.remove(runId);
    this.#host.logs.drop(runId);
    return joined;
  }

  /** Prompts that came too late to join a run are runs of their own, which follow it before all that wait. */
  takeLateSteers(runId: string): void {
    for (const steer of this.#host.steers.of(runId).toReversed()) this.takeSteer(runId, steer);
  }

  /** A prompt that cannot join a run is a run of its own, which follows it. */
  takeSteer(runId: string, { operationId, text, model, agent, attachments, isSynthetic }: Steer): void {
    this.#host.steers.remove(runId, operationId);
    // Those of the room's own are about the run itself.
    if (isSynthetic === true) return;
    const chosen = defined({ sessionId: this.#host.stores.runs.get(runId)?.sessionId, model, agent });
    const submit = { name: "submit", operationId, prompt: text, followsRunId: runId, ...chosen } as const;
    const position = this.#host.queue.position("first");
    this.#host.queue.show(this.#add({ submit, position, ...defined({ attachments }) }));
  }
}
