import type { OpenCodeEvent } from "../opencode/index.ts";
import type { OpenCodeKitError, RunEvent, WireError } from "../protocol/index.ts";
import type { Agent, AgentPort, PromptOrder, RunHost, Steer } from "../source/index.ts";
import { RunSupervisor } from "../source/index.ts";
import type { RunState } from "../state/index.ts";
import type { RunLog } from "./Channels.ts";
import { createShortId } from "./createShortId.ts";
import type { ProcessFeed } from "./ProcessFeed.ts";
import type { RoomStores, RunRecord } from "./RoomStores.ts";
import type { RunLogs } from "./RunLogs.ts";
import type { Steers } from "./Steers.ts";

export type ActiveRunsHost = {
  readonly stores: RoomStores;
  readonly logs: RunLogs;
  readonly steers: Steers;
  readonly processes: ProcessFeed;
  readonly port: AgentPort;
  /** The agent, if its events flow now. */
  agent(): Agent | undefined;
  append(runId: string, events: readonly RunEvent[]): void;
  isPaused(runId: string): boolean;
  isNextSession(sessionId: string): boolean;
  /** Why a run ends whose session the agent does not know. */
  lostSession(): WireError;
  /** A run has its session. */
  onSession(runId: string, sessionId: string): void;
  /** OpenCode has a run's prompt. */
  onPrompted(runId: string): void;
  /** A prompt cannot join a run. */
  onRefusedSteer(runId: string, steer: Steer): void;
  onOver(runId: string): void;
  onProblem(message: string, error: unknown): void;
};

/** Tells an agent that was broken off by a budget to go on. */
const GO_ON = "A person has looked at what you did so far and lets you go on. Go on where you were.";

/** The runs that the agent works on now, or is about to. */
export class ActiveRuns {
  readonly #host: ActiveRunsHost;
  readonly #runs = new Map<string, RunSupervisor>();

  constructor(host: ActiveRunsHost) {
    this.#host = host;
  }

  get ids(): readonly string[] {
    return [...this.#runs.keys()];
  }

  get states(): readonly RunState[] {
    return this.ids.flatMap((id) => this.#host.logs.get(id)?.state ?? []);
  }

  get sessionIds(): ReadonlySet<string | undefined> {
    return new Set([...this.#runs.values()].map(({ sessionId }) => sessionId));
  }

  has(runId: string): boolean {
    return this.#runs.has(runId);
  }

  /** The run that a prompt can join: the one that works in a session, or that run itself. */
  find(sessionId: string | undefined, runId?: string): string | undefined {
    for (const [id, supervisor] of this.#runs) {
      if (!supervisor.takesSteers) continue;
      if (id === runId || (sessionId !== undefined && supervisor.sessionId === sessionId)) return id;
    }
    return undefined;
  }

  /** Whether a run works in the session, or one of its subagents does. */
  owns(sessionId: string): boolean {
    return [...this.#runs].some(
      ([id, supervisor]) =>
        supervisor.sessionId === sessionId || this.#host.logs.get(id)?.state.sessions[sessionId] !== undefined,
    );
  }

  start(record: RunRecord, continued: string | undefined): void {
    const { id } = record;
    const log = this.#host.logs.get(id);
    if (log === undefined) return;
    const task = { ...record, continued, isPaused: this.#host.isPaused(id) };
    const supervisor = new RunSupervisor(task, this.#hostOf(record, log));
    this.#runs.set(id, supervisor);
    if (log.state.status === "queued") {
      const place = log.state.queue ? { queue: null } : {};
      this.#host.append(id, [{ type: "run.patch", patch: { status: "starting", ...place } }]);
    }
    const agent = this.#host.agent();
    if (agent !== undefined) supervisor.connect(agent);
  }

  connect(agent: Agent): void {
    for (const supervisor of this.#runs.values()) supervisor.connect(agent);
  }

  onEvent(event: OpenCodeEvent, directory: string): void {
    for (const supervisor of this.#runs.values()) supervisor.onEvent(event, directory);
  }

  /** Lets a prompt join a run. */
  steer(runId: string, operationId: string, order: PromptOrder): void {
    const steer = this.#host.steers.add(runId, operationId, order);
    this.#runs.get(runId)?.steer(steer);
  }

  /** Breaks off what the agent does in a run, and tells it why. */
  interrupt(runId: string, text: string): void {
    const steer = this.#host.steers.add(runId, createShortId(), { text, isSynthetic: true });
    this.#runs.get(runId)?.interrupt(steer);
  }

  pause(runId: string): void {
    this.#runs.get(runId)?.pause();
  }

  /** Goes on after a pause, which has broken off what the agent did. */
  resume(runId: string): void {
    if (this.#host.stores.runs.get(runId)?.isPrompted === true) {
      this.#host.steers.add(runId, createShortId(), { text: GO_ON, isSynthetic: true });
    }
    this.#runs.get(runId)?.resume();
  }

  /** Returns false where the run is not active. */
  stop(runId: string, endsProcesses: boolean, error?: WireError): boolean {
    const supervisor = this.#runs.get(runId);
    supervisor?.stop(endsProcesses, error);
    return supervisor !== undefined;
  }

  /** The agent cannot be had. */
  fail(error: OpenCodeKitError): void {
    for (const supervisor of [...this.#runs.values()]) supervisor.fail(error);
  }

  /** Looks after runs that have been quiet. */
  check(): void {
    for (const supervisor of this.#runs.values()) supervisor.check();
  }

  /** Leaves the runs as they are. */
  close(): void {
    for (const supervisor of this.#runs.values()) supervisor.close();
  }

  #hostOf({ id, submit }: RunRecord, log: RunLog): RunHost {
    const { stores, steers, processes } = this.#host;
    return {
      state: () => log.state,
      append: (events) => this.#host.append(id, events),
      order: () => {
        // A prompt may have been changed while it waited.
        const { prompt: text, model, agent } = stores.runs.get(id)?.submit ?? submit;
        return { text, model, agent, attachments: stores.attachments.get(id) };
      },
      steers: () => steers.of(id),
      isAnswered: (requestId) => stores.answers.get(requestId)?.isSent === true,
      saveSession: (sessionId, afterMessageId) => {
        stores.runs.change(id, { sessionId, afterMessageId });
        this.#host.onSession(id, sessionId);
      },
      savePrompted: () => {
        stores.runs.change(id, { isPrompted: true });
        stores.attachments.remove(id);
        this.#host.onPrompted(id);
      },
      saveSteered: (operationId) => steers.remove(id, operationId),
      refuseSteer: (steer) => this.#host.onRefusedSteer(id, steer),
      saveStopping: (endsProcesses) => stores.runs.change(id, { isStopping: true, endsProcesses }),
      leftRunning: async (endsProcesses) => {
        const agent = this.#host.agent();
        return agent && processes.leftRunning(log.state, agent, endsProcesses);
      },
      findFile: async (path) => this.#host.port.statFile?.(path),
      lostSession: () => this.#host.lostSession(),
      onOver: () => this.#onOver(id),
      isNextSession: (sessionId) => this.#host.isNextSession(sessionId),
      onProblem: (message, error) => this.#host.onProblem(message, error),
    };
  }

  #onOver(id: string): void {
    this.#runs.delete(id);
    this.#host.stores.runs.change(id, { isOver: true });
    this.#host.stores.attachments.remove(id);
    this.#host.onOver(id);
  }
}
