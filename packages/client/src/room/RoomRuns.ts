import type { OpenCodeEvent } from "../opencode/index.ts";
import type { RoomEvent, RunEvent, RunHeader, SandboxState, SubmitCommand } from "../protocol/index.ts";
import { defined, MAX_HEADER_PROMPT_CHARS, OpenCodeKitError } from "../protocol/index.ts";
import type { Agent, AgentPort } from "../source/index.ts";
import { AgentLink, createOpenCodeApi, RunSupervisor } from "../source/index.ts";
import type { RunState } from "../state/index.ts";
import type { Channels, RunLog } from "./Channels.ts";
import { ProcessFeed } from "./ProcessFeed.ts";
import type { RunRecord, RunStore } from "./RunStore.ts";
import { summaryEvents } from "./summaryEvents.ts";

/** How long a room remembers runs that have ended. */
export type Retention = {
  /** Newest runs that are kept. Default: 200. */
  readonly maxRuns?: number;
  /** Age in ms at which an ended run is forgotten. Default: 30 days. */
  readonly maxAgeMs?: number;
};

export type RoomRunsOptions = {
  readonly port: AgentPort;
  readonly store: RunStore;
  readonly channels: Channels;
  readonly retention?: Retention;
  /** A first run began, or the last one ended. */
  readonly onActivity: (isActive: boolean) => void;
  /** For the log; runs go on or end by a coded error of their own. */
  readonly onProblem: (message: string, error: unknown) => void;
};

const MAX_RUNS = 200;
const MAX_AGE_MS = 30 * 24 * 60 * 60_000;

/** The room's runs: starts them, feeds them with the agent's events and mirrors them in the room's channel. */
export class RoomRuns {
  readonly #options: RoomRunsOptions;
  readonly #store: RunStore;
  readonly #channels: Channels;
  readonly #link: AgentLink;
  readonly #processes: ProcessFeed;
  readonly #active = new Map<string, RunSupervisor>();

  constructor(options: RoomRunsOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#channels = options.channels;
    this.#processes = new ProcessFeed(options.port, {
      known: () => this.#channels.room.state.processes,
      runs: () => [...this.#active.keys()].flatMap((id) => this.#log(id)?.state ?? []),
      append: (events) => this.#appendToRoom(events),
    });
    this.#link = new AgentLink(options.port, {
      onConnected: (agent) => {
        this.#processes.start(agent);
        for (const supervisor of this.#active.values()) supervisor.connect(agent);
      },
      onEvent: (event, directory) => this.#onEvent(event, directory),
      onState: (sandbox) => this.#setSandbox(sandbox),
      onFailed: (error, cause) => {
        options.onProblem("OpenCode cannot be started", cause);
        for (const supervisor of [...this.#active.values()]) supervisor.fail(error);
      },
    });
  }

  get isActive(): boolean {
    return this.#active.size > 0;
  }

  /** Takes up the runs that had not ended when the room went to sleep. */
  wake(): void {
    // What the agent was before the sleep need not be what is started next.
    const { status, version, model, scripted } = this.#channels.room.state.sandbox;
    if (status !== "idle") {
      const sandbox: SandboxState = { status: "idle", ...defined({ version, model, scripted }) };
      this.#appendToRoom([{ type: "room.sandbox.set", sandbox }]);
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
    this.#store.insert({
      id: runId,
      submit: command,
      createdAt: Date.now(),
      sessionId: undefined,
      afterMessageId: undefined,
      isPrompted: false,
      isStopping: false,
    });
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
    const log = this.find(runId);
    if (log.state.status !== "queued") return "over";
    this.#append(runId, [{ type: "run.patch", patch: { status: "aborted", endedAt: Date.now() } }]);
    this.#store.setOver(runId);
    return "over";
  }

  /** The run's log, or undefined if there is no such run. */
  log(runId: string): RunLog | undefined {
    return this.#log(runId);
  }

  /** The run's log. Throws `not_found`. */
  find(runId: string): RunLog {
    const log = this.#log(runId);
    if (log === undefined) throw new OpenCodeKitError("not_found", "There is no such run in this room.");
    return log;
  }

  /** Logs of all runs of a session, oldest first. */
  findBySession(sessionId: string): readonly RunLog[] {
    return this.#store.listBySession(sessionId).flatMap(({ id }) => this.#log(id) ?? []);
  }

  /** The agent, started if it does not run. */
  async openAgent(): Promise<Agent> {
    const { agent } = this.#link;
    if (agent !== undefined) return agent;
    const server = await this.#options.port.openAgent();
    return { server, api: createOpenCodeApi(server) };
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

  /** Ends what goes on in the background; the runs stay as they are. */
  close(): void {
    this.#link.stop();
    this.#processes.stop();
  }

  #onEvent(event: OpenCodeEvent, directory: string): void {
    this.#processes.onEvent(event);
    for (const supervisor of this.#active.values()) supervisor.onEvent(event, directory);
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
      this.#options.onActivity(true);
      this.#link.start();
    }
  }

  #start(record: RunRecord): void {
    const { id, submit } = record;
    const log = this.#log(id);
    if (log === undefined) return;
    const supervisor = new RunSupervisor(
      { ...record, prompt: submit.prompt, continued: submit.sessionId },
      {
        state: () => log.state,
        append: (events) => this.#append(id, events),
        saveSession: (sessionId, afterMessageId) => this.#store.setSession(id, sessionId, afterMessageId),
        savePrompted: () => this.#store.setPrompted(id),
        saveStopping: () => this.#store.setStopping(id),
        onOver: () => this.#onOver(id),
        onProblem: this.#options.onProblem,
      },
    );
    this.#active.set(id, supervisor);
    if (log.state.status === "queued") this.#append(id, [{ type: "run.patch", patch: { status: "starting" } }]);
    if (this.#link.agent !== undefined) supervisor.connect(this.#link.agent);
  }

  #onOver(runId: string): void {
    this.#active.delete(runId);
    this.#store.setOver(runId);
    this.#channels.flush();
    const log = this.#log(runId);
    log?.rest();
    const error = log?.state.status === "error" ? log.state.error : undefined;
    if (error !== undefined) this.#options.onProblem(`A run failed (${error.code}): ${error.message}`, undefined);
    this.#forgetOld();
    this.#startNext();
    if (this.isActive) return;
    this.#link.stop();
    this.#processes.stop();
    this.#options.onActivity(false);
  }

  #forgetOld(): void {
    const { maxRuns = MAX_RUNS, maxAgeMs = MAX_AGE_MS } = this.#options.retention ?? {};
    for (const id of this.#store.listExpired(maxRuns, Date.now() - maxAgeMs)) {
      this.#store.remove(id);
      this.#channels.drop(id);
      this.#appendToRoom([{ type: "room.run.remove", id }]);
    }
    this.#channels.forgetResting((id) => this.#active.has(id));
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

  #log(runId: string): RunLog | undefined {
    const record = this.#store.get(runId);
    return record === undefined ? undefined : this.#channels.run(runId, headerOf(record));
  }
}

function headerOf({ id, submit, createdAt }: RunRecord): RunHeader {
  const { sessionId, outputFile } = submit;
  const prompt = submit.prompt.slice(0, MAX_HEADER_PROMPT_CHARS);
  return { id, prompt, status: "queued", createdAt, ...defined({ sessionId, outputFile }) };
}

/** An error belongs to one status; the facts about the agent outlast it. */
function sandboxAfter({ error: _, ...facts }: SandboxState, now: SandboxState): SandboxState {
  return { ...facts, ...now };
}

function gone(): OpenCodeKitError {
  return new OpenCodeKitError("request_gone", "This request was answered already or is no longer waiting.");
}
