import type { DiffCache, OpenCodeEvent, RunContext } from "../opencode/index.ts";
import {
  diffEvents,
  hasEnded,
  knownMoves,
  object,
  openTextIds,
  readDiffs,
  reconcile,
  repairedTextIds,
  sessionIdOf,
  text,
  toRunEvents,
} from "../opencode/index.ts";
import type { JsonObject, WireError } from "../protocol/index.ts";
import { defined, isObject, isRunOver, OpenCodeKitError, toWireError } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { selectDiffs, selectMessageIds } from "../state/index.ts";
import type { Agent } from "./AgentLink.ts";
import { endEvents } from "./endEvents.ts";
import type { ReadOptions } from "./readRecord.ts";
import { readRecord } from "./readRecord.ts";
import type { RunHost, RunTask } from "./RunTask.ts";

/** The user message gets its diffs 80 to 145 ms after idle, a failed message its error; then the run is over. In ms. */
const SETTLE_MS = 1_000;
/** An idle agent whose last message never ends was interrupted; looked at this often, this many times. */
const SETTLE_AGAIN_MS = 400;
const SETTLE_TRIES = 4;
/** Without an event for this long the state is compared with OpenCode's own record, in ms. */
const QUIET_MS = 10_000;

/** Drives one run from its prompt to its end, over lost streams, restarts of the agent and sleeps of the object. */
export class RunSupervisor {
  readonly #host: RunHost;
  #task: RunTask;
  #agent: Agent | undefined;
  /** Requests to OpenCode for this run happen one after the other. */
  #work: Promise<void> = Promise.resolve();
  #settleTimer: ReturnType<typeof setTimeout> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** The fold when the stream was lost: what came after it is not known to be without gaps until it was repaired. */
  #unrepaired: RunState | undefined;
  #connections = 0;
  readonly #tornParts = new Set<string>();
  readonly #diffCache: DiffCache = new Map();
  #isIdle = false;
  #lastEventAt = Date.now();

  constructor(task: RunTask, host: RunHost) {
    this.#task = task;
    this.#host = host;
  }

  get sessionId(): string | undefined {
    return this.#task.sessionId ?? this.#task.continued;
  }

  /** The agent's events flow: hand over the prompt, or catch up with what happened meanwhile. */
  connect(agent: Agent): void {
    this.#agent = agent;
    this.#connections++;
    this.#unrepaired ??= this.#host.state();
    for (const id of openTextIds(this.#host.state())) this.#tornParts.add(id);
    this.#do(() => this.#begin(agent));
  }

  onEvent(event: OpenCodeEvent, directory: string): void {
    if (this.#isOver) return;
    const state = this.#host.state();
    const events = toRunEvents(state, event, this.#context(directory));
    if (events.length > 0) this.#host.append(events);
    if (sessionIdOf(event) === undefined || sessionIdOf(event) !== state.sessionId) return;
    this.#lastEventAt = Date.now();
    if (event.type === "session.idle" || event.type === "session.error") {
      this.#isIdle = true;
      this.#settleIn(SETTLE_MS);
    } else if (event.type === "session.status" && isBusyStatus(event)) {
      this.#isIdle = false;
      // Of a run that is being stopped, this may be an echo from before the abort.
      if (!this.#task.isStopping) this.#cancelSettle();
    } else if (event.type === "message.updated") {
      // The newer family of events has no idle.
      if (this.#isNext) this.#settleIn(SETTLE_MS);
      else if (this.#isIdle) this.#settleIn(SETTLE_MS / 5);
    }
  }

  /** Asks OpenCode to stop, and ends the run when it has. */
  stop(): void {
    if (this.#isOver) return;
    this.#task = { ...this.#task, isStopping: true };
    this.#host.saveStopping();
    this.#host.append([{ type: "run.patch", patch: { status: "stopping" } }]);
    const agent = this.#agent;
    if (this.#task.sessionId === undefined) this.#end(undefined);
    else if (agent !== undefined) this.#do(() => this.#abort(agent));
  }

  /** The agent cannot be had: the run ends with the reason. */
  fail(error: OpenCodeKitError): void {
    this.#end(error.toWire());
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

  #context(directory: string): RunContext {
    const { afterMessageId } = this.#task;
    return { directory, tornParts: this.#tornParts, diffCache: this.#diffCache, ...defined({ afterMessageId }) };
  }

  async #begin(agent: Agent): Promise<void> {
    if (this.#task.isStopping) return this.#abort(agent);
    const known = this.#task.sessionId;
    // A prompt whose answer was lost may have arrived all the same; OpenCode would work on it twice.
    if (known !== undefined && !this.#task.isPrompted && (await this.#hasPrompt(agent, known))) this.#notePrompted();
    if (this.#task.isPrompted) return this.#settle(agent, 0);
    const sessionId = known ?? (await this.#openSession(agent));
    if (this.#isOver) return;
    this.#host.append([{ type: "run.patch", patch: { status: "working", startedAt: Date.now() } }]);
    await agent.api.prompt(sessionId, this.#task.prompt);
    this.#notePrompted();
    this.#lastEventAt = Date.now();
  }

  #notePrompted(): void {
    this.#task = { ...this.#task, isPrompted: true };
    this.#host.savePrompted();
  }

  async #hasPrompt({ api }: Agent, sessionId: string): Promise<boolean> {
    const { afterMessageId = "" } = this.#task;
    const { messages } = await api.listMessages(sessionId, { limit: 20 });
    return messages.some((message) => {
      const info = object(message, "info");
      return text(info, "role") === "user" && (text(info, "id") ?? "") > afterMessageId;
    });
  }

  async #openSession({ api }: Agent): Promise<string> {
    const { continued } = this.#task;
    const sessionId = continued ?? (await api.createSession());
    const last =
      continued === undefined ? undefined : (await api.listMessages(continued, { limit: 1 })).messages.at(-1);
    const afterMessageId = last === undefined ? undefined : text(object(last, "info"), "id");
    this.#task = { ...this.#task, sessionId, afterMessageId };
    this.#host.saveSession(sessionId, afterMessageId);
    this.#host.append([
      { type: "run.patch", patch: { sessionId } },
      { type: "session.set", session: { id: sessionId } },
    ]);
    return sessionId;
  }

  async #abort({ api }: Agent): Promise<void> {
    const { sessionId } = this.#task;
    if (sessionId === undefined) return this.#end(undefined);
    // OpenCode leaves prompts open when it aborts, and a late "once" would still run the tool: refuse them first.
    for (const request of this.#host.state().pending) {
      const refused =
        request.kind === "permission"
          ? api.replyToPermission(request.id, "reject", undefined)
          : api.rejectQuestion(request.id);
      await refused.catch(() => undefined);
    }
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
    const { newest, isBusy } = await this.#repair(agent, "changed");
    if (isBusy) {
      if (this.#task.isStopping) this.#settleIn(SETTLE_MS, attempt);
      return;
    }
    if (hasEnded(newest, this.#task.afterMessageId) || this.#host.state().error !== undefined) {
      await this.#finish(agent, undefined);
    } else if (attempt < SETTLE_TRIES) this.#settleIn(SETTLE_AGAIN_MS, attempt + 1);
    else await this.#finish(agent, this.#task.isStopping ? undefined : INTERRUPTED);
  }

  /** The run is over: once more everything is compared, since nobody will look after it again. */
  async #finish(agent: Agent, error: WireError | undefined): Promise<void> {
    const { isBusy } = await this.#repair(agent, "whole");
    if (isBusy && error === undefined && this.#host.state().error === undefined) return;
    await this.#completeDiffs(agent);
    this.#end(error);
  }

  async #repair(
    { api, server }: Agent,
    scope: ReadOptions["scope"],
  ): Promise<{ readonly newest: JsonObject | undefined; readonly isBusy: boolean }> {
    const { sessionId = "", afterMessageId } = this.#task;
    const before = this.#unrepaired ?? this.#host.state();
    const connection = this.#connections;
    const { record, newest, isBusy } = await readRecord(api, { sessionId, afterMessageId, before, scope });
    if (connection === this.#connections) this.#unrepaired = undefined;
    const context = { ...this.#context(server.directory), isFinal: scope === "whole" };
    const missing = reconcile(this.#host.state(), record, context);
    for (const id of repairedTextIds(missing)) this.#tornParts.add(id);
    if (missing.length > 0) this.#host.append(missing);
    return { newest, isBusy };
  }

  /** Where the messages carry no summary, OpenCode's diff endpoint may know what the tools do not tell. */
  async #completeDiffs({ api, server }: Agent): Promise<void> {
    const state = this.#host.state();
    const { sessionId } = this.#task;
    const promptId = selectMessageIds(state)[0];
    if (sessionId === undefined || promptId === undefined) return;
    if (!selectDiffs(state).some(({ source, isPatchOmitted }) => source === "tool" || isPatchOmitted === true)) return;
    try {
      const raws = await api.listTurnDiffs(sessionId, promptId);
      const events = diffEvents(
        state,
        readDiffs(raws, "endpoint", server.directory, { moves: knownMoves(state) }),
        true,
      );
      if (events.length > 0) this.#host.append(events);
    } catch (error) {
      // The run is done all the same, with what the tools told.
      this.#host.onProblem("The changes of a run could not be listed", error);
    }
  }

  #end(error: WireError | undefined): void {
    if (this.#isOver) return;
    this.#cancelSettle();
    if (this.#retryTimer !== undefined) clearTimeout(this.#retryTimer);
    this.#host.append(endEvents(this.#host.state(), error, this.#task.isStopping, Date.now()));
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
        const isPassing = error instanceof OpenCodeKitError && error.retryable;
        this.#host.onProblem("A request for a run failed", error);
        if (isPassing) this.#retryTimer = setTimeout(() => this.#again(), RETRY_MS);
        else this.#end(toWireError(error));
      }
    });
  }
}

/** A request that failed in passing is made again after this time, in ms. */
const RETRY_MS = 1_000;

const INTERRUPTED: WireError = {
  code: "agent_died",
  message: "The agent stopped while it worked. What it did so far is kept; send the prompt again to go on.",
  retryable: true,
};

function isBusyStatus({ properties }: OpenCodeEvent): boolean {
  const status = properties["status"];
  return isObject(status) && status["type"] !== "idle";
}
