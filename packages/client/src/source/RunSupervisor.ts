import type { OpenCodeEvent } from "../opencode/index.ts";
import { hasEnded, isBusyStatus, sessionIdOf, statusEvents, toRunEvents } from "../opencode/index.ts";
import type { WireError } from "../protocol/index.ts";
import { isRunOver, OpenCodeKitError, toWireError } from "../protocol/index.ts";
import { selectRunningCommands } from "../state/index.ts";
import type { Agent } from "./AgentLink.ts";
import { copiedEvents, endEvents, INTERRUPTED, PROMPT_LOST } from "./endEvents.ts";
import { checkChoices, hasPrompt, modelOfSession, openSession } from "./handOver.ts";
import type { Steer } from "./PromptOrder.ts";
import { quieten, refusePending } from "./quieten.ts";
import { RunRepairer } from "./RunRepairer.ts";
import type { RunHost, RunTask } from "./RunTask.ts";
import { SteerLine } from "./SteerLine.ts";
import { tellLastFacts } from "./tellLastFacts.ts";

/** The user message gets its diffs 80 to 145 ms after idle, a failed message its error; then the run is over. In ms. */
const SETTLE_MS = 1_000;
/** An idle agent whose last message never ends was interrupted; looked at this often, this many times. */
const SETTLE_AGAIN_MS = 400;
const SETTLE_TRIES = 4;
/** A request that failed in passing is made again after this time, in ms. */
const RETRY_MS = 1_000;
/** Without an event for this long the state is compared with OpenCode's own record, in ms. */
const QUIET_MS = 10_000;

/** Drives one run from its prompt to its end, over lost streams, restarts of the agent and sleeps of the object. */
export class RunSupervisor {
  readonly #host: RunHost;
  readonly #repairer: RunRepairer;
  readonly #steers: SteerLine;
  #task: RunTask;
  #agent: Agent | undefined;
  /** Requests to OpenCode for this run happen one after the other. */
  #work: Promise<void> = Promise.resolve();
  #settleTimer: ReturnType<typeof setTimeout> | undefined;
  #isIdle = false;
  #lastEventAt = Date.now();

  constructor(task: RunTask, host: RunHost) {
    this.#task = task;
    this.#host = host;
    this.#repairer = new RunRepairer(() => this.#task, host);
    this.#steers = new SteerLine(host);
  }

  get sessionId(): string | undefined {
    return this.#task.sessionId ?? this.#task.continued;
  }

  /** Whether a prompt can join the run. */
  get takesSteers(): boolean {
    return this.#task.kind === "prompt" && !this.#task.isStopping;
  }

  /** The agent's events flow: hand over the prompt, or catch up with what happened meanwhile. */
  connect(agent: Agent): void {
    this.#agent = agent;
    this.#repairer.onConnected();
    this.#do(() => this.#begin(agent));
  }

  onEvent(event: OpenCodeEvent, directory: string): void {
    if (this.#isOver) return;
    const state = this.#host.state();
    const events = toRunEvents(state, event, this.#repairer.context(directory));
    if (events.length > 0) this.#host.append(events);
    if (sessionIdOf(event) === undefined || sessionIdOf(event) !== state.sessionId) return;
    this.#lastEventAt = Date.now();
    if (event.type === "session.idle" || event.type === "session.error") {
      this.#isIdle = true;
      this.#settleIn(SETTLE_MS);
    } else if (isBusyStatus(event)) {
      this.#isIdle = false;
      // Of a run that is being stopped, this may be an echo from before the abort.
      if (!this.#task.isStopping) this.#cancelSettle();
    } else if (event.type === "message.updated") {
      // The newer family of events has no idle.
      if (this.#isNext) this.#settleIn(SETTLE_MS);
      else if (this.#isIdle) this.#settleIn(SETTLE_MS / 5);
    }
  }

  /** A prompt has joined the run: the agent reads it at its next step. */
  steer({ operationId }: Steer): void {
    this.#steers.add(operationId);
    const agent = this.#agent;
    if (agent !== undefined && this.#task.isPrompted) this.#do(() => this.#handOverSteers(agent));
  }

  /** Asks OpenCode to stop, and ends the run when it has; with `error` as the reason, if it has one. */
  stop(endsProcesses: boolean, error?: WireError): void {
    if (this.#isOver) return;
    this.#task = { ...this.#task, isStopping: true, endsProcesses: this.#task.endsProcesses || endsProcesses };
    this.#host.saveStopping(this.#task.endsProcesses);
    const reason = error === undefined ? {} : { error };
    this.#host.append([{ type: "run.patch", patch: { status: "stopping", ...reason } }]);
    const agent = this.#agent;
    if (this.#task.sessionId === undefined) this.#end(undefined);
    else if (agent !== undefined) this.#do(() => this.#abort(agent));
  }

  /** Lets the agent rest: what it does now is broken off, and nothing is handed over until `resume`. */
  pause(): void {
    this.#task = { ...this.#task, isPaused: true };
    this.#cancelSettle();
    const agent = this.#agent;
    // The prompt may just be on its way.
    if (agent !== undefined) this.#do(async () => (this.#task.isPrompted ? this.#quieten(agent) : undefined));
  }

  /** Goes on; a steer tells the agent so, if it had begun. */
  resume(): void {
    this.#task = { ...this.#task, isPaused: false };
    this.#again();
  }

  /** Breaks off what the agent does now, and hands over the steer that says why. */
  interrupt(steer: Steer): void {
    this.#steers.add(steer.operationId);
    const agent = this.#agent;
    if (agent !== undefined) this.#do(() => this.#quieten(agent).then(() => this.#handOverSteers(agent)));
  }

  /** The agent cannot be had: the run ends with the reason. */
  fail(error: OpenCodeKitError): void {
    this.#end(error.toWire());
  }

  /** Does nothing more until it is connected again. */
  close(): void {
    this.#agent = undefined;
  }

  /** Looks after a run that has been quiet: an end may have been missed. */
  check(): void {
    const agent = this.#agent;
    if (this.#isOver || agent === undefined || Date.now() - this.#lastEventAt < QUIET_MS) return;
    this.#do(() => this.#settle(agent, 0));
  }

  get #isNext(): boolean {
    return this.#task.sessionId !== undefined && this.#host.isNextSession(this.#task.sessionId);
  }

  get #isOver(): boolean {
    return isRunOver(this.#host.state().status);
  }

  async #begin(agent: Agent): Promise<void> {
    if (this.#task.isStopping) return this.#abort(agent);
    if (this.#task.isPaused) return this.#task.isPrompted ? this.#quieten(agent) : undefined;
    const known = this.#task.sessionId;
    // A prompt whose answer was lost may have arrived all the same; OpenCode would work on it twice.
    const { isPrompted, afterMessageId } = this.#task;
    if (known !== undefined && !isPrompted && (await hasPrompt(agent.api, known, afterMessageId))) this.#notePrompted();
    if (!this.#task.isPrompted) {
      const order = this.#host.order();
      await checkChoices(agent.api, order);
      const sessionId = known ?? (await this.#openSession(agent));
      if (this.#isOver) return;
      this.#host.append([{ type: "run.patch", patch: { status: "working", startedAt: Date.now() } }]);
      if (this.#task.kind === "summary") await this.#summarize(agent, sessionId);
      else await agent.api.prompt(sessionId, order);
      this.#notePrompted();
      this.#lastEventAt = Date.now();
    } else if (this.#steers.isEmpty) return this.#settle(agent, 0);
    await this.#handOverSteers(agent);
  }

  #notePrompted(): void {
    this.#task = { ...this.#task, isPrompted: true };
    this.#host.savePrompted();
  }

  async #openSession({ api }: Agent): Promise<string> {
    const { sessionId, afterMessageId } = await openSession(api, this.#task.continued);
    this.#task = { ...this.#task, sessionId, afterMessageId };
    this.#host.saveSession(sessionId, afterMessageId);
    this.#host.append([
      { type: "run.patch", patch: { sessionId } },
      { type: "session.set", session: { id: sessionId } },
    ]);
    return sessionId;
  }

  /** OpenCode answers only when the summary is written: its events tell how it goes, and when it is done. */
  async #summarize({ api, server }: Agent, sessionId: string): Promise<void> {
    const model = server.model ?? (await modelOfSession(api, sessionId));
    api.summarize(sessionId, model).then(
      () => this.#settleIn(SETTLE_MS),
      (error: unknown) => this.#do(() => Promise.reject(error as Error)),
    );
  }

  async #handOverSteers({ api }: Agent): Promise<void> {
    if (this.#steers.isEmpty) return;
    this.#isIdle = false;
    await this.#steers.handOver(api, () => !this.#isOver && !this.#task.isStopping && !this.#task.isPaused);
    this.#lastEventAt = Date.now();
    // Of an agent that was done before, no event need come.
    this.#settleIn(SETTLE_MS);
  }

  async #quieten(agent: Agent): Promise<void> {
    await quieten(agent, this.#host.state());
    await this.#repairer.repair(agent, "changed");
    this.#host.append(statusEvents(this.#host.state(), []));
  }

  async #abort({ api }: Agent): Promise<void> {
    const { sessionId } = this.#task;
    if (sessionId === undefined) return this.#end(undefined);
    await refusePending(api, this.#host.state());
    await api.abort(sessionId);
    this.#settleIn(SETTLE_MS);
  }

  #cancelSettle(): void {
    if (this.#settleTimer !== undefined) clearTimeout(this.#settleTimer);
  }

  #settleIn(ms: number, attempt = 0): void {
    this.#cancelSettle();
    this.#settleTimer = setTimeout(() => {
      const agent = this.#agent;
      if (agent !== undefined) this.#do(() => this.#settle(agent, attempt));
    }, ms);
  }

  /** Repairs the state from OpenCode's own record, and ends the run if OpenCode is done with it. */
  async #settle(agent: Agent, attempt: number): Promise<void> {
    if (this.#task.sessionId === undefined || this.#isOver) return;
    this.#lastEventAt = Date.now();
    if (this.#isNext) {
      if (!(await agent.api.isActive(this.#task.sessionId))) this.#end(undefined);
      return;
    }
    const { newest, isBusy } = await this.#repairer.repair(agent, "changed");
    if (isBusy) return this.#task.isStopping ? this.#stopAgain(agent, attempt) : undefined;
    if (this.#task.isPaused && !this.#task.isStopping) return;
    const isDone = hasEnded(newest, this.#task.afterMessageId) || this.#host.state().error !== undefined;
    const isAwaited = !this.#task.isStopping && this.#steers.isAwaited(this.#host.state());
    if (isAwaited) this.#settleIn(SETTLE_AGAIN_MS, attempt);
    else if (isDone || this.#task.kind === "copy") await this.#finish(agent, undefined);
    else if (attempt < SETTLE_TRIES) this.#settleIn(SETTLE_AGAIN_MS, attempt + 1);
    else await this.#finish(agent, this.#task.isStopping ? undefined : newest ? INTERRUPTED : PROMPT_LOST);
  }

  /** The agent works on although it was told to stop: it is told again, and people are told what it is at. */
  async #stopAgain(agent: Agent, attempt: number): Promise<void> {
    const stillRunning = selectRunningCommands(this.#host.state());
    if (attempt > 0) this.#host.append([{ type: "run.patch", patch: { stillRunning } }]);
    await agent.api.abort(this.#task.sessionId ?? "");
    this.#settleIn(SETTLE_MS, attempt + 1);
  }

  /** The run is over: once more everything is compared, since nobody will look after it again. */
  async #finish(agent: Agent, error: WireError | undefined): Promise<void> {
    const { isBusy } = await this.#repairer.repair(agent, "whole");
    if (isBusy && error === undefined && this.#host.state().error === undefined) return;
    await this.#repairer.completeDiffs(agent);
    await tellLastFacts(this.#host, this.#task);
    this.#end(error);
  }

  #end(error: WireError | undefined): void {
    if (this.#isOver) return;
    this.#cancelSettle();
    this.#agent = undefined;
    const { kind, isStopping } = this.#task;
    const end = kind === "copy" && error === undefined ? copiedEvents : endEvents;
    this.#host.append(end(this.#host.state(), Date.now(), { error, isStopping }));
    this.#host.onOver();
  }

  /** Starts over from what is saved; whatever was done already is not done twice. */
  #again(): void {
    const agent = this.#agent;
    if (agent !== undefined && !this.#isOver) this.#do(() => this.#begin(agent));
  }

  #do(task: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#isOver) return;
      try {
        await task();
      } catch (error) {
        this.#host.onProblem("A request for a run failed", error);
        if (error instanceof OpenCodeKitError && error.retryable) setTimeout(() => this.#again(), RETRY_MS);
        // What a run asks for belongs to its session.
        else if (isUnknown(error)) this.#end(this.#host.lostSession());
        else this.#end(toWireError(error));
      }
    });
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof OpenCodeKitError && error.code === "not_found";
}
