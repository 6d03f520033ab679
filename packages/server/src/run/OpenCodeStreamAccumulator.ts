import type { OpenCodeEvent } from "@opencode-kit/client/opencode";
import {
  createNextTranslator,
  isBusyStatus,
  isJsonObject,
  sessionIdOf,
  toRunEvents,
} from "@opencode-kit/client/opencode";
import type { RunEvent, RunStatus } from "@opencode-kit/client/protocol";
import { isRunOver } from "@opencode-kit/client/protocol";
import { endEvents } from "@opencode-kit/client/source";
import type { OpenCodeRunOutput, RunState } from "@opencode-kit/client/state";
import { initialRunState, reduceRunAll, selectMessageIds, toRunOutput } from "@opencode-kit/client/state";

/** An event as `GET /event` of OpenCode sends it, or as its SDK types it. */
export type OpenCodeStreamEvent = { readonly type: string; readonly properties?: unknown };

export type OpenCodeStreamAccumulatorOptions = {
  /** Absolute path of the workspace as OpenCode names it; paths below it become relative. Default: `/workspace`. */
  readonly directory?: string;
};

/**
 * Turns OpenCode's event stream into snapshots of one session's run, its subagents' included: the room's own fold, for
 * those who have the stream themselves. An event costs what it changes, and so does a snapshot: what did not change is
 * the same object as in the one before, and a snapshot never changes.
 *
 * OpenCode's record is not at hand here, as it is for a room: what the stream has lost stays lost, and a run whose
 * stream ends without an end stays `working`.
 */
export class OpenCodeStreamAccumulator {
  readonly #translator = createNextTranslator();
  readonly #directory: string;
  #state: RunState;
  #shown: RunState | undefined;
  #isIdle = false;

  /** @param sessionId OpenCode's id of the session whose prompt is followed. */
  constructor(sessionId: string, { directory = "/workspace" }: OpenCodeStreamAccumulatorOptions = {}) {
    this.#directory = directory;
    const createdAt = Date.now();
    const run = initialRunState({ id: sessionId, prompt: "", status: "working", createdAt, sessionId });
    this.#state = reduceRunAll(run, [{ type: "session.set", session: { id: sessionId } }]);
  }

  /** How the run goes. A prompt that follows an end sets it back to `working`. */
  get status(): RunStatus {
    return this.#state.status;
  }

  /** Whether something has changed since the last snapshot; true before the first one. */
  get dirty(): boolean {
    return this.#shown !== this.#state;
  }

  /** Takes the next event of the stream. Returns whether it changed anything; what is not an event changes nothing. */
  processEvent(event: OpenCodeStreamEvent): boolean {
    const before = this.#state;
    const { type, properties } = event;
    if (typeof type !== "string") return false;
    const read: OpenCodeEvent = { type, properties: isJsonObject(properties) ? properties : {} };
    for (const classic of this.#translator.translate(read)) this.#take(classic);
    return this.#state !== before;
  }

  /** The run up to now, as plain JSON. */
  getSnapshot(): OpenCodeRunOutput {
    this.#shown = this.#state;
    return toRunOutput(this.#state);
  }

  #take(event: OpenCodeEvent): void {
    this.#apply(toRunEvents(this.#state, event, { directory: this.#directory }));
    if (sessionIdOf(event) !== this.#state.sessionId) return;
    if (event.type === "session.idle") this.#isIdle = true;
    else if (isBusyStatus(event)) this.#isIdle = false;
    const isOver = isRunOver(this.#state.status);
    const isAtEnd = this.#isAtEnd();
    if (isAtEnd && !isOver) this.#apply(endEvents(this.#state, Date.now(), { error: undefined, isStopping: false }));
    else if (isOver && !isAtEnd) this.#apply([{ type: "run.patch", patch: { status: "working" } }]);
  }

  #apply(events: readonly RunEvent[]): void {
    this.#state = reduceRunAll(this.#state, events);
  }

  /** After a failure OpenCode says that it is idle before it says why; of its newer sessions it never says so. */
  #isAtEnd(): boolean {
    const { error, sessionId = "", messages } = this.#state;
    const isNext = this.#translator.speaksNext(sessionId);
    if (!isNext && !this.#isIdle) return false;
    if (!isNext && error !== undefined) return true;
    const newest = messages.get(selectMessageIds(this.#state).at(-1) ?? "");
    if (newest?.role !== "assistant") return false;
    if (newest.error !== undefined) return true;
    return newest.completedAt !== undefined && !(isNext && newest.finish === "tool-calls");
  }
}
