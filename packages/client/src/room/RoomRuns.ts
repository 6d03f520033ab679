import type { NextTranslator, OpenCodeEvent } from "../opencode/index.ts";
import { createNextTranslator } from "../opencode/index.ts";
import type { OpenCodeKitError, RunEvent, SandboxState, WireError } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { Agent, AgentLinkHandlers, AgentPort } from "../source/index.ts";
import { AgentLink, createOpenCodeApi } from "../source/index.ts";
import { ActiveRuns } from "./ActiveRuns.ts";
import { Answers } from "./Answers.ts";
import type { Budget } from "./Budget.ts";
import { BudgetKeeper } from "./BudgetKeeper.ts";
import type { Channels, RunLog } from "./Channels.ts";
import { Operations } from "./Operations.ts";
import { ProcessFeed } from "./ProcessFeed.ts";
import { PromptAdopter } from "./PromptAdopter.ts";
import type { RoomStores } from "./RoomStores.ts";
import { RunIntake } from "./RunIntake.ts";
import { RunLogs } from "./RunLogs.ts";
import { RunQueue } from "./RunQueue.ts";
import { SessionRuns } from "./SessionRuns.ts";
import { Steers } from "./Steers.ts";

/** How long a room remembers runs that have ended. */
export type Retention = {
  /** Newest runs that are kept. Default: 200. */
  readonly maxRuns?: number;
  /** Age in ms at which an ended run is forgotten. Default: 30 days. */
  readonly maxAgeMs?: number;
};

export type RoomRunsOptions = {
  readonly port: AgentPort;
  readonly stores: RoomStores;
  readonly channels: Channels;
  readonly retention?: Retention;
  /** Default: no limits. */
  readonly budget?: Budget;
  /**
   * Follow the agent always, and take up what others ask of it as runs. Default: only while runs of this room are
   * active. Needs stores in memory.
   */
  readonly followsAll?: boolean;
  /** Sees every event of the agent's. */
  readonly onEvent?: (event: OpenCodeEvent) => void;
  /** Why a run ends whose session the agent does not know. Default: `session_lost`. */
  readonly lostSession?: () => WireError | undefined;
  /** A first run began, or the last one ended. */
  readonly onActivity: (isActive: boolean) => void;
  /** A run has ended, and its last events were appended. */
  readonly onOver?: (runId: string) => void;
  /** The room stops a run by itself, because a limit is reached. */
  readonly onExceeded?: (runId: string, error: OpenCodeKitError) => void;
  /** For the log; runs go on or end by a coded error of their own. */
  readonly onProblem: (message: string, error: unknown) => void;
};

const SESSION_LOST: WireError = {
  code: "session_lost",
  message: "The agent does not know this session, or not any more. Send the prompt without it, in a new one.",
};

const MAX_RUNS = 200;
const MAX_AGE_MS = 30 * 24 * 60 * 60_000;

/** The room's runs: starts them, feeds them with the agent's events and mirrors them in the room's channel. */
export class RoomRuns {
  readonly #options: RoomRunsOptions;
  readonly #stores: RoomStores;
  readonly #channels: Channels;
  /** Where the runs' events go. */
  readonly logs: RunLogs;
  readonly active: ActiveRuns;
  readonly queue: RunQueue;
  readonly intake: RunIntake;
  readonly sessions: SessionRuns;
  readonly answers: Answers;
  readonly budget: BudgetKeeper;
  readonly operations: Operations;
  readonly processes: ProcessFeed;
  readonly #steers: Steers;
  readonly #link: AgentLink;
  readonly #adopter: PromptAdopter;
  readonly #translator: NextTranslator = createNextTranslator();

  constructor(options: RoomRunsOptions) {
    const { stores, channels, onProblem } = options;
    this.#options = options;
    this.#stores = stores;
    this.#channels = channels;
    this.logs = new RunLogs(stores.runs, channels);
    this.operations = new Operations(stores.operations);
    this.answers = new Answers(stores.answers, this.logs);
    this.#steers = new Steers(stores, this.logs);
    this.processes = new ProcessFeed(options.port, {
      known: () => channels.room.state.processes,
      runs: () => this.active.states,
      append: (events) => this.logs.appendToRoom(events),
    });
    this.active = new ActiveRuns({
      stores,
      logs: this.logs,
      steers: this.#steers,
      processes: this.processes,
      port: options.port,
      agent: () => this.#link.agent,
      append: (runId, events) => this.append(runId, events),
      isPaused: (runId) => this.budget.isPaused(runId),
      isNextSession: (sessionId) => this.#translator.speaksNext(sessionId),
      lostSession: () => options.lostSession?.() ?? SESSION_LOST,
      onSession: (runId, sessionId) => this.queue.showSession(runId, sessionId),
      onPrompted: (runId) => this.sessions.onPrompted(runId),
      onRefusedSteer: (runId, steer) => this.intake.takeSteer(runId, steer),
      onOver: (runId) => this.#onOver(runId),
      onProblem,
    });
    this.queue = new RunQueue({ runs: stores.runs, logs: this.logs, isActive: (id) => this.active.has(id) });
    this.intake = new RunIntake({
      stores,
      logs: this.logs,
      steers: this.#steers,
      queue: this.queue,
      active: this.active,
      startNext: () => this.startNext(),
    });
    this.sessions = new SessionRuns(stores, this.logs);
    this.budget = new BudgetKeeper({
      budget: options.budget ?? {},
      ruleOf: (runId) => stores.runs.get(runId)?.submit.budget,
      values: stores.values,
      logs: this.logs,
      usage: () => channels.room.state.usage,
      appendToRoom: (events) => this.logs.appendToRoom(events),
      append: (runId, events) => this.append(runId, events),
      activeRunIds: () => this.active.ids,
      pause: (runId) => this.active.pause(runId),
      resume: (runId) => this.active.resume(runId),
      stop: (runId, error) => {
        if (error !== undefined) options.onExceeded?.(runId, error);
        this.active.stop(runId, false, error?.toWire());
      },
    });
    this.#adopter = new PromptAdopter({
      isKnown: (runId) => stores.runs.get(runId) !== undefined,
      isOurs: (sessionId) => this.active.owns(sessionId),
      take: ({ id, ...taken }) => this.#take(id, taken),
      onProblem,
    });
    this.#link = new AgentLink(options.port, this.#linkHandlers(), options.followsAll);
  }

  get isActive(): boolean {
    return this.active.ids.length > 0;
  }

  /** Takes up the runs that had not ended when the room went to sleep. */
  wake(): void {
    // What the agent was before the sleep need not be what is started next.
    const { status, version, model, scripted } = this.#channels.room.state.sandbox;
    if (status !== "idle") {
      const sandbox: SandboxState = { status: "idle", ...defined({ version, model, scripted }) };
      this.logs.appendToRoom([{ type: "room.sandbox.set", sandbox }]);
    }
    this.startNext();
    if (this.#options.followsAll === true) this.#link.start();
  }

  /** The run's log. Where all is followed, the id of a session is a run of all that is in it. */
  open(runId: string | undefined): RunLog | undefined {
    if (runId === undefined) return undefined;
    const isSession = this.#options.followsAll === true && runId.startsWith("ses_");
    if (isSession && this.#stores.runs.get(runId) === undefined) this.#take(runId, { sessionId: runId, prompt: "" });
    return this.logs.get(runId);
  }

  /** Stops a run; one that waits is over at once. */
  stop(runId: string, endsProcesses: boolean): "stopping" | "over" {
    if (this.active.stop(runId, endsProcesses)) return "stopping";
    if (this.logs.find(runId).state.status !== "queued") return "over";
    this.logs.append(runId, [{ type: "run.patch", patch: { status: "aborted", endedAt: Date.now(), queue: null } }]);
    this.#stores.runs.change(runId, { isOver: true });
    this.#stores.attachments.remove(runId);
    return "over";
  }

  /** The agent, if its events flow now. */
  get agent(): Agent | undefined {
    return this.#link.agent;
  }

  /** The agent, started if it does not run. */
  async openAgent(): Promise<Agent> {
    const { agent } = this.#link;
    if (agent !== undefined) return agent;
    const server = await this.#options.port.openAgent();
    return { server, api: createOpenCodeApi(server) };
  }

  append(runId: string, events: readonly RunEvent[]): void {
    const before = this.logs.get(runId)?.state;
    this.logs.append(runId, this.answers.signed(events));
    const state = this.logs.get(runId)?.state;
    if (before === undefined || state === undefined || before.usage === state.usage) return;
    // What a copy shows was used by another run.
    if (this.#stores.runs.get(runId)?.kind !== "copy") this.budget.onChange(before, state);
  }

  /** Starts every run whose turn has come. */
  startNext(): void {
    const busySessions = new Set(this.active.sessionIds);
    for (const record of this.#stores.runs.listActive()) {
      if (this.active.has(record.id) || record.isHeld) continue;
      const sessionId = this.queue.sessionOf(record);
      if (sessionId === null || (sessionId !== undefined && busySessions.has(sessionId))) continue;
      if (sessionId !== undefined) busySessions.add(sessionId);
      this.active.start(record, sessionId);
      this.budget.check(record.id);
    }
    if (this.isActive) {
      this.#options.onActivity(true);
      this.#link.start();
    }
  }

  /** Looks after the active runs; called at each beat of the alarm. */
  check(): void {
    if (this.isActive) this.#link.start();
    this.active.check();
  }

  /** Ends what goes on in the background; the runs stay as they are. */
  close(): void {
    this.#link.stop();
    this.active.close();
    this.processes.stop();
  }

  #linkHandlers(): AgentLinkHandlers {
    return {
      onConnected: (agent) => {
        this.processes.start(agent);
        this.active.connect(agent);
        if (this.#options.followsAll === true) void this.#adopter.adoptBusy(agent);
      },
      onEvent: (event, directory) => this.#onEvent(event, directory),
      onState: (sandbox) => this.#setSandbox(sandbox),
      onFailed: (error, cause) => {
        this.#options.onProblem("OpenCode cannot be started", cause);
        this.active.fail(error);
      },
    };
  }

  /** Takes up a prompt that somebody else has sent, or all that is in a session. */
  #take(id: string, taken: { sessionId: string; afterMessageId?: string | undefined; prompt: string }): void {
    const { sessionId, afterMessageId, prompt } = taken;
    const submit = { name: "submit", operationId: id, prompt, sessionId } as const;
    this.intake.insert({ id, submit, sessionId, isPrompted: true, ...defined({ afterMessageId }) });
  }

  #onEvent(event: OpenCodeEvent, directory: string): void {
    this.processes.onEvent(event);
    this.#options.onEvent?.(event);
    const { agent } = this.#link;
    if (this.#options.followsAll === true && agent !== undefined) void this.#adopter.onEvent(event, agent);
    for (const classic of this.#translator.translate(event)) this.active.onEvent(classic, directory);
  }

  #onOver(runId: string): void {
    this.#channels.flush();
    const log = this.logs.get(runId);
    log?.rest();
    this.#options.onOver?.(runId);
    this.budget.remove(runId);
    this.intake.takeLateSteers(runId);
    const { status, error } = log?.state ?? {};
    const record = this.#stores.runs.get(runId);
    // Whoever stopped the agent, or sees it fail, does not want it to go on with the next prompt by itself.
    if (record !== undefined) this.queue.onOver(record, status === "complete");
    if (status === "error" && error !== undefined) {
      this.#options.onProblem(`A run failed (${error.code}): ${error.message}`, undefined);
    }
    const { maxRuns = MAX_RUNS, maxAgeMs = MAX_AGE_MS } = this.#options.retention ?? {};
    for (const id of this.logs.forgetOld(maxRuns, Date.now() - maxAgeMs, (each) => this.active.has(each))) {
      this.#stores.operations.removeOf(id);
    }
    this.startNext();
    if (this.isActive) return;
    if (this.#options.followsAll !== true) this.close();
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
