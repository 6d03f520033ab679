import type { NextTranslator, OpenCodeEvent } from "../opencode/index.ts";
import { createNextTranslator } from "../opencode/index.ts";
import type { SandboxState, SubmitCommand } from "../protocol/index.ts";
import { defined, OpenCodeKitError } from "../protocol/index.ts";
import type { Agent, AgentLinkHandlers, AgentPort } from "../source/index.ts";
import { AgentLink, createOpenCodeApi, RunSupervisor } from "../source/index.ts";
import type { Channels, RunLog } from "./Channels.ts";
import { createShortId } from "./createShortId.ts";
import { ProcessFeed } from "./ProcessFeed.ts";
import type { AdoptedPrompt } from "./PromptAdopter.ts";
import { PromptAdopter } from "./PromptAdopter.ts";
import { requestGone } from "./requestGone.ts";
import { RunLogs } from "./RunLogs.ts";
import type { RunRecord, RunStore } from "./RunStore.ts";

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
  /**
   * Follow the agent always, and take up what others ask of it as runs. Default: only while runs of this room are
   * active. Needs a store in memory.
   */
  readonly followsAll?: boolean;
  /** Sees every event of the agent's. */
  readonly onEvent?: (event: OpenCodeEvent) => void;
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
  /** Where the runs' events go. */
  readonly logs: RunLogs;
  readonly #link: AgentLink;
  readonly #processes: ProcessFeed;
  readonly #adopter: PromptAdopter;
  readonly #translator: NextTranslator = createNextTranslator();
  readonly #active = new Map<string, RunSupervisor>();

  constructor(options: RoomRunsOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#channels = options.channels;
    this.logs = new RunLogs(options.store, options.channels);
    this.#processes = new ProcessFeed(options.port, {
      known: () => this.#channels.room.state.processes,
      runs: () => [...this.#active.keys()].flatMap((id) => this.logs.get(id)?.state ?? []),
      append: (events) => this.logs.appendToRoom(events),
    });
    this.#adopter = new PromptAdopter({
      isKnown: (runId) => this.#store.get(runId) !== undefined,
      isOurs: (sessionId) => this.#isOurs(sessionId),
      take: (prompt) => this.#take(prompt),
      onProblem: options.onProblem,
    });
    const handlers: AgentLinkHandlers = {
      onConnected: (agent) => {
        this.#processes.start(agent);
        for (const supervisor of this.#active.values()) supervisor.connect(agent);
        if (options.followsAll === true) void this.#adopter.adoptBusy(agent);
      },
      onEvent: (event, directory) => this.#onEvent(event, directory),
      onState: (sandbox) => this.#setSandbox(sandbox),
      onFailed: (error, cause) => {
        options.onProblem("OpenCode cannot be started", cause);
        for (const supervisor of [...this.#active.values()]) supervisor.fail(error);
      },
    };
    this.#link = new AgentLink(options.port, handlers, options.followsAll);
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
      this.logs.appendToRoom([{ type: "room.sandbox.set", sandbox }]);
    }
    this.#startNext();
    if (this.#options.followsAll === true) this.#link.start();
  }

  /** The run's log. Where all is followed, the id of a session is a run of all that is in it. */
  open(runId: string | undefined): RunLog | undefined {
    if (runId === undefined) return undefined;
    const isSession = this.#options.followsAll === true && runId.startsWith("ses_");
    if (isSession && this.#store.get(runId) === undefined) {
      this.#take({ id: runId, sessionId: runId, afterMessageId: undefined, prompt: "" });
    }
    return this.logs.get(runId);
  }

  /** The same operation id twice is one run. */
  submit(command: SubmitCommand): { readonly runId: string } {
    const known = this.#store.findByOperation(command.operationId);
    if (known !== undefined) {
      if (known.submit.prompt === command.prompt) return { runId: known.id };
      throw new OpenCodeKitError("operation_conflict", "This operation id was used for another prompt. Use a new one.");
    }
    const runId = createShortId();
    this.#store.insert({
      id: runId,
      submit: command,
      createdAt: Date.now(),
      sessionId: undefined,
      afterMessageId: undefined,
      isPrompted: false,
      isStopping: false,
    });
    const log = this.logs.get(runId);
    if (log !== undefined) this.logs.announce(log);
    this.#startNext();
    return { runId };
  }

  stop(runId: string): "stopping" | "over" {
    const supervisor = this.#active.get(runId);
    if (supervisor !== undefined) {
      supervisor.stop();
      return "stopping";
    }
    const log = this.logs.find(runId);
    if (log.state.status !== "queued") return "over";
    this.logs.append(runId, [{ type: "run.patch", patch: { status: "aborted", endedAt: Date.now() } }]);
    this.#store.setOver(runId);
    return "over";
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
    if (pending === undefined) throw requestGone();
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
      this.logs.append(pending.runId, [{ type: "pending.remove", id: requestId, outcome: "gone" }]);
      throw requestGone();
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

  /** Takes up a prompt that somebody else has sent. */
  #take({ id, sessionId, afterMessageId, prompt }: AdoptedPrompt): void {
    this.#store.insert({
      id,
      submit: { name: "submit", operationId: id, prompt, sessionId },
      createdAt: Date.now(),
      sessionId,
      afterMessageId,
      isPrompted: true,
      isStopping: false,
    });
    const log = this.logs.get(id);
    if (log === undefined) return;
    this.logs.announce(log);
    this.logs.append(id, [
      { type: "run.patch", patch: { sessionId } },
      { type: "session.set", session: { id: sessionId } },
    ]);
    this.#startNext();
  }

  #onEvent(event: OpenCodeEvent, directory: string): void {
    this.#processes.onEvent(event);
    this.#options.onEvent?.(event);
    if (this.#options.followsAll === true && this.#link.agent !== undefined) {
      void this.#adopter.onEvent(event, this.#link.agent);
    }
    for (const classic of this.#translator.translate(event)) {
      for (const supervisor of this.#active.values()) supervisor.onEvent(classic, directory);
    }
  }

  /** Whether an active run works in the session, or one of its subagents does. */
  #isOurs(sessionId: string): boolean {
    return [...this.#active].some(
      ([id, supervisor]) =>
        supervisor.sessionId === sessionId || this.logs.get(id)?.state.sessions[sessionId] !== undefined,
    );
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
    const log = this.logs.get(id);
    if (log === undefined) return;
    const supervisor = new RunSupervisor(
      { ...record, prompt: submit.prompt, continued: submit.sessionId },
      {
        state: () => log.state,
        append: (events) => this.logs.append(id, events),
        saveSession: (sessionId, afterMessageId) => this.#store.setSession(id, sessionId, afterMessageId),
        savePrompted: () => this.#store.setPrompted(id),
        saveStopping: () => this.#store.setStopping(id),
        onOver: () => this.#onOver(id),
        isNextSession: (sessionId) => this.#translator.speaksNext(sessionId),
        onProblem: this.#options.onProblem,
      },
    );
    this.#active.set(id, supervisor);
    if (log.state.status === "queued") this.logs.append(id, [{ type: "run.patch", patch: { status: "starting" } }]);
    if (this.#link.agent !== undefined) supervisor.connect(this.#link.agent);
  }

  #onOver(runId: string): void {
    this.#active.delete(runId);
    this.#store.setOver(runId);
    this.#channels.flush();
    const log = this.logs.get(runId);
    log?.rest();
    const error = log?.state.status === "error" ? log.state.error : undefined;
    if (error !== undefined) this.#options.onProblem(`A run failed (${error.code}): ${error.message}`, undefined);
    const { maxRuns = MAX_RUNS, maxAgeMs = MAX_AGE_MS } = this.#options.retention ?? {};
    this.logs.forgetOld(maxRuns, Date.now() - maxAgeMs, (id) => this.#active.has(id));
    this.#startNext();
    if (this.isActive) return;
    if (this.#options.followsAll !== true) {
      this.#link.stop();
      this.#processes.stop();
    }
    this.#options.onActivity(false);
  }

  #setSandbox(sandbox: SandboxState): void {
    const before = this.#channels.room.state.sandbox;
    this.logs.appendToRoom([{ type: "room.sandbox.set", sandbox: sandboxAfter(before, sandbox) }]);
  }
}

/** An error belongs to one status; the facts about the agent outlast it. */
function sandboxAfter({ error: _, ...facts }: SandboxState, now: SandboxState): SandboxState {
  return { ...facts, ...now };
}
