import type { OpenCodeEvent, RunContext } from "@opencode-kit/client/opencode";
import { hasEnded, reconcile, sessionIdOf, toRunEvents } from "@opencode-kit/client/opencode";
import type { RunEvent, WireError } from "@opencode-kit/client/protocol";
import { isObject, isRunOver, OpenCodeKitError, toWireError } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import type { RunRecord } from "../storage/RunStore.ts";
import type { Agent } from "./AgentLink.ts";
import { endEvents } from "./endEvents.ts";
import { readRecord } from "./readRecord.ts";

/** The user message gets its diffs 80 to 145 ms after idle, a failed message its error; then the run is over. In ms. */
const SETTLE_MS = 1_000;
/** An idle agent whose last message never ends was interrupted; looked at this often, this many times. */
const SETTLE_AGAIN_MS = 400;
const SETTLE_TRIES = 4;
/** Without an event for this long the state is compared with OpenCode's own record, in ms. */
const QUIET_MS = 10_000;

/** What a supervisor needs of its room. */
export type RunHost = {
  state(): RunState;
  append(events: readonly RunEvent[]): void;
  saveSession(sessionId: string, afterMessageId: string | undefined): void;
  savePrompted(): void;
  saveStopping(): void;
  /** The run has ended and its last events were appended. */
  onOver(): void;
};

/** Drives one run from its prompt to its end, over lost streams, restarts of the agent and sleeps of the object. */
export class RunSupervisor {
  readonly #host: RunHost;
  #record: RunRecord;
  #agent: Agent | undefined;
  /** Requests to OpenCode for this run happen one after the other. */
  #work: Promise<void> = Promise.resolve();
  #settleTimer: ReturnType<typeof setTimeout> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #isIdle = false;
  #lastEventAt = Date.now();

  constructor(record: RunRecord, host: RunHost) {
    this.#record = record;
    this.#host = host;
  }

  get sessionId(): string | undefined {
    return this.#record.sessionId ?? this.#record.submit.sessionId;
  }

  /** The agent's events flow: hand over the prompt, or catch up with what happened meanwhile. */
  connect(agent: Agent): void {
    this.#agent = agent;
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
      if (!this.#record.isStopping) this.#cancelSettle();
    } else if (this.#isIdle && event.type === "message.updated") this.#settleIn(SETTLE_MS / 5);
  }

  /** Asks OpenCode to stop, and ends the run when it has. */
  stop(): void {
    if (this.#isOver) return;
    this.#record = { ...this.#record, isStopping: true };
    this.#host.saveStopping();
    this.#host.append([{ type: "run.patch", patch: { status: "stopping" } }]);
    const agent = this.#agent;
    if (agent === undefined || this.#record.sessionId === undefined) this.#end(undefined);
    else this.#do(() => this.#abort(agent));
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

  get #isOver(): boolean {
    return isRunOver(this.#host.state().status);
  }

  #context(directory: string): RunContext {
    const { afterMessageId } = this.#record;
    return { directory, ...(afterMessageId === undefined ? {} : { afterMessageId }) };
  }

  async #begin(agent: Agent): Promise<void> {
    if (this.#record.isStopping) return this.#abort(agent);
    const known = this.#record.sessionId;
    // A prompt whose answer was lost may have arrived all the same; OpenCode would work on it twice.
    if (known !== undefined && !this.#record.isPrompted && (await this.#hasPrompt(agent, known))) this.#notePrompted();
    if (this.#record.isPrompted) return this.#settle(agent, 0);
    const sessionId = known ?? (await this.#openSession(agent));
    this.#host.append([{ type: "run.patch", patch: { status: "working", startedAt: Date.now() } }]);
    await agent.api.prompt(sessionId, this.#record.submit.prompt);
    this.#notePrompted();
    this.#lastEventAt = Date.now();
  }

  #notePrompted(): void {
    this.#record = { ...this.#record, isPrompted: true };
    this.#host.savePrompted();
  }

  async #hasPrompt({ api }: Agent, sessionId: string): Promise<boolean> {
    const { afterMessageId = "" } = this.#record;
    const messages = await api.listMessages(sessionId);
    return messages.some(({ info }) => {
      const { id, role } = info as { readonly id?: string; readonly role?: string };
      return role === "user" && id !== undefined && id > afterMessageId;
    });
  }

  async #openSession({ api }: Agent): Promise<string> {
    const { sessionId: continued } = this.#record.submit;
    const sessionId = continued ?? (await api.createSession());
    const last = continued === undefined ? undefined : (await api.listMessages(continued)).at(-1);
    const info = last?.["info"] as { readonly id?: string } | undefined;
    this.#record = { ...this.#record, sessionId, afterMessageId: info?.id };
    this.#host.saveSession(sessionId, info?.id);
    this.#host.append([
      { type: "run.patch", patch: { sessionId } },
      { type: "session.set", session: { id: sessionId } },
    ]);
    return sessionId;
  }

  async #abort({ api }: Agent): Promise<void> {
    const { sessionId } = this.#record;
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
    const { sessionId } = this.#record;
    if (sessionId === undefined || this.#isOver) return;
    this.#lastEventAt = Date.now();
    const { record, rootMessages, isBusy } = await readRecord(agent.api, sessionId, this.#host.state());
    const state = this.#host.state();
    const missing = reconcile(state, record, this.#context(agent.server.directory));
    if (missing.length > 0) this.#host.append(missing);
    if (isBusy) {
      if (this.#record.isStopping) this.#settleIn(SETTLE_MS, attempt);
      return;
    }
    if (hasEnded(rootMessages, this.#record.afterMessageId) || this.#host.state().error !== undefined) {
      this.#end(undefined);
    } else if (attempt < SETTLE_TRIES) this.#settleIn(SETTLE_AGAIN_MS, attempt + 1);
    else this.#end(this.#record.isStopping ? undefined : INTERRUPTED);
  }

  #end(error: WireError | undefined): void {
    if (this.#isOver) return;
    this.#cancelSettle();
    if (this.#retryTimer !== undefined) clearTimeout(this.#retryTimer);
    this.#host.append(endEvents(this.#host.state(), error, this.#record.isStopping, Date.now()));
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
        console.error("A request for a run failed:", error);
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
