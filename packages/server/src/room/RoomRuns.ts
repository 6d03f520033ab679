import type { RoomEvent, RunEvent, RunHeader, SandboxState, SubmitCommand } from "@opencode-kit/client/protocol";
import { defined, OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { AgentLink } from "../run/AgentLink.ts";
import type { Agent } from "../run/AgentLink.ts";
import { RunSupervisor } from "../run/RunSupervisor.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { ChannelLog } from "../storage/ChannelLog.ts";
import type { RunRecord, RunStore } from "../storage/RunStore.ts";
import type { Channels } from "./Channels.ts";
import { summaryEvents } from "./summaryEvents.ts";

/** The room's runs: starts them, feeds them with the agent's events and mirrors them in the room's channel. */
export class RoomRuns {
  readonly #store: RunStore;
  readonly #channels: Channels;
  readonly #link: AgentLink;
  readonly #onActivity: (isActive: boolean) => void;
  readonly #active = new Map<string, RunSupervisor>();

  constructor(port: SandboxPort, store: RunStore, channels: Channels, onActivity: (isActive: boolean) => void) {
    this.#store = store;
    this.#channels = channels;
    this.#onActivity = onActivity;
    this.#link = new AgentLink(port, {
      onConnected: (agent) => {
        for (const supervisor of this.#active.values()) supervisor.connect(agent);
      },
      onEvent: (event, directory) => {
        for (const supervisor of this.#active.values()) supervisor.onEvent(event, directory);
      },
      onState: (sandbox) => this.#setSandbox(sandbox),
      onFailed: (error) => {
        for (const supervisor of [...this.#active.values()]) supervisor.fail(error);
      },
    });
  }

  get isActive(): boolean {
    return this.#active.size > 0;
  }

  /** Takes up the runs that had not ended when the object went to sleep. */
  wake(): void {
    // What the agent was before the sleep need not be what is started next.
    if (this.#channels.room.state.sandbox.status !== "idle") {
      this.#appendToRoom([{ type: "room.sandbox.set", sandbox: { status: "idle" } }]);
    }
    this.#startNext();
  }

  /** The same operation id twice is one run. */
  submit(command: SubmitCommand): { readonly runId: string } {
    const known = this.#store.findByOperation(command.operationId);
    if (known !== undefined) {
      if (known.submit.prompt === command.prompt) return { runId: known.id };
      throw new OpenCodeKitError("operation_conflict", "This operation id was used for another prompt. Use a new one.");
    }
    const runId = crypto.randomUUID();
    this.#store.insert(runId, command, Date.now());
    const log = this.#log(runId);
    if (log !== undefined) this.#mirror(log.state, [], undefined);
    this.#startNext();
    return { runId };
  }

  stop(runId: string): "stopping" | "over" {
    const supervisor = this.#active.get(runId);
    if (supervisor !== undefined) {
      supervisor.stop();
      return "stopping";
    }
    const record = this.#store.get(runId);
    if (record === undefined) throw new OpenCodeKitError("not_found", "There is no such run in this room.");
    const log = this.#log(runId);
    if (log?.state.status !== "queued") return "over";
    this.#append(runId, [{ type: "run.patch", patch: { status: "aborted", endedAt: Date.now() } }]);
    this.#store.setOver(runId);
    return "over";
  }

  /** The run's log, or undefined if there is no such run. */
  log(runId: string): ChannelLog<RunState, RunEvent> | undefined {
    return this.#log(runId);
  }

  /** Answers a request that waits in one of the runs. */
  async answer(requestId: string, send: (agent: Agent) => Promise<void>): Promise<void> {
    const pending = this.#channels.room.state.pending.find(({ request }) => request.id === requestId);
    if (pending === undefined) throw gone();
    const agent = this.#link.agent;
    if (agent === undefined) {
      throw new OpenCodeKitError("agent_unavailable", "The agent is being reached again. Answer once it is back.", {
        retryable: true,
      });
    }
    try {
      await send(agent);
    } catch (error) {
      if (!(error instanceof OpenCodeKitError && error.code === "not_found")) throw error;
      this.#append(pending.runId, [{ type: "pending.remove", id: requestId, outcome: "gone" }]);
      throw gone();
    }
  }

  /** Looks after the active runs; called at each beat of the alarm. */
  check(): void {
    if (this.isActive) this.#link.start();
    for (const supervisor of this.#active.values()) supervisor.check();
  }

  #startNext(): void {
    const busySessions = new Set([...this.#active.values()].map((supervisor) => supervisor.sessionId));
    for (const record of this.#store.listActive()) {
      if (this.#active.has(record.id)) continue;
      const sessionId = record.sessionId ?? record.submit.sessionId;
      if (sessionId !== undefined && busySessions.has(sessionId)) continue;
      if (sessionId !== undefined) busySessions.add(sessionId);
      this.#start(record);
    }
    if (this.isActive) {
      this.#onActivity(true);
      this.#link.start();
    }
  }

  #start(record: RunRecord): void {
    const { id } = record;
    const log = this.#log(id);
    if (log === undefined) return;
    const supervisor = new RunSupervisor(record, {
      state: () => log.state,
      append: (events) => this.#append(id, events),
      saveSession: (sessionId, afterMessageId) => this.#store.setSession(id, sessionId, afterMessageId),
      savePrompted: () => this.#store.setPrompted(id),
      saveStopping: () => this.#store.setStopping(id),
      onOver: () => this.#onOver(id),
    });
    this.#active.set(id, supervisor);
    if (log.state.status === "queued") this.#append(id, [{ type: "run.patch", patch: { status: "starting" } }]);
    if (this.#link.agent !== undefined) supervisor.connect(this.#link.agent);
  }

  #onOver(runId: string): void {
    this.#active.delete(runId);
    this.#store.setOver(runId);
    this.#channels.flush();
    const log = this.#log(runId);
    log?.compact();
    const error = log?.state.status === "error" ? log.state.error : undefined;
    if (error !== undefined) console.warn(`A run failed (${error.code}): ${error.message}`);
    this.#startNext();
    if (this.isActive) return;
    this.#link.stop();
    this.#onActivity(false);
  }

  #append(runId: string, events: readonly RunEvent[]): void {
    const log = this.#log(runId);
    if (log === undefined) return;
    const before = log.state;
    log.append(events);
    this.#channels.touch(log);
    this.#mirror(log.state, events, before);
  }

  #mirror(state: RunState, events: readonly RunEvent[], before: RunState | undefined): void {
    this.#appendToRoom(summaryEvents(state, events, before));
  }

  #setSandbox(sandbox: SandboxState): void {
    this.#appendToRoom([
      { type: "room.sandbox.set", sandbox: sandboxAfter(this.#channels.room.state.sandbox, sandbox) },
    ]);
  }

  #appendToRoom(events: readonly RoomEvent[]): void {
    if (events.length === 0) return;
    this.#channels.room.append(events);
    this.#channels.touch(this.#channels.room);
  }

  #log(runId: string): ChannelLog<RunState, RunEvent> | undefined {
    const record = this.#store.get(runId);
    return record === undefined ? undefined : this.#channels.run(runId, headerOf(record));
  }
}

function headerOf({ id, submit, createdAt }: RunRecord): RunHeader {
  const { prompt, sessionId, outputFile } = submit;
  return { id, prompt, status: "queued", createdAt, ...defined({ sessionId, outputFile }) };
}

/** An error belongs to one status; the facts about the agent outlast it. */
function sandboxAfter({ error: _, ...facts }: SandboxState, now: SandboxState): SandboxState {
  return { ...facts, ...now };
}

function gone(): OpenCodeKitError {
  return new OpenCodeKitError("request_gone", "This request was answered already or is no longer waiting.");
}
