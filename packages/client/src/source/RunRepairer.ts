import type { DiffCache, RunContext } from "../opencode/index.ts";
import { diffEvents, knownMoves, openTextIds, readDiffs, reconcile, repairedTextIds } from "../opencode/index.ts";
import type { JsonObject } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { selectDiffs, selectMessageIds } from "../state/index.ts";
import type { Agent } from "./AgentLink.ts";
import type { ReadOptions } from "./readRecord.ts";
import { readRecord } from "./readRecord.ts";
import type { RunHost, RunTask } from "./RunTask.ts";

export type Repaired = {
  /** The newest message of the root session. */
  readonly newest: JsonObject | undefined;
  readonly isBusy: boolean;
};

/** Compares a run's fold with OpenCode's own record, and appends what is missing. */
export class RunRepairer {
  readonly #host: RunHost;
  readonly #task: () => RunTask;
  /** The fold when the stream was lost: what came after it is not known to be without gaps until it was repaired. */
  #unrepaired: RunState | undefined;
  #connections = 0;
  readonly #tornParts = new Set<string>();
  readonly #diffCache: DiffCache = new Map();

  constructor(task: () => RunTask, host: RunHost) {
    this.#task = task;
    this.#host = host;
  }

  /** The agent's events flow, again perhaps: texts that were open may have lost something. */
  onConnected(): void {
    this.#connections++;
    this.#unrepaired ??= this.#host.state();
    for (const id of openTextIds(this.#host.state())) this.#tornParts.add(id);
  }

  /** How events of the run are to be read. */
  context(directory: string): RunContext {
    const { afterMessageId } = this.#task();
    return {
      directory,
      tornParts: this.#tornParts,
      diffCache: this.#diffCache,
      isAnswered: (requestId) => this.#host.isAnswered(requestId),
      ...defined({ afterMessageId }),
    };
  }

  async repair({ api, server }: Agent, scope: ReadOptions["scope"]): Promise<Repaired> {
    const { sessionId = "", afterMessageId } = this.#task();
    const before = this.#unrepaired ?? this.#host.state();
    const connection = this.#connections;
    const { record, newest, isBusy } = await readRecord(api, { sessionId, afterMessageId, before, scope });
    if (connection === this.#connections) this.#unrepaired = undefined;
    const context = { ...this.context(server.directory), isFinal: scope === "whole" };
    const missing = reconcile(this.#host.state(), record, context);
    for (const id of repairedTextIds(missing)) this.#tornParts.add(id);
    if (missing.length > 0) this.#host.append(missing);
    return { newest, isBusy };
  }

  /** Where the messages carry no summary, OpenCode's diff endpoint may know what the tools do not tell. */
  async completeDiffs({ api, server }: Agent): Promise<void> {
    const state = this.#host.state();
    const { sessionId } = this.#task();
    const promptId = selectMessageIds(state)[0];
    if (sessionId === undefined || promptId === undefined) return;
    if (!selectDiffs(state).some(({ source, isPatchOmitted }) => source === "tool" || isPatchOmitted === true)) return;
    try {
      const raws = await api.listTurnDiffs(sessionId, promptId);
      const diffs = readDiffs(raws, "endpoint", server.directory, { moves: knownMoves(state) });
      const events = diffEvents(state, diffs, true);
      if (events.length > 0) this.#host.append(events);
    } catch (error) {
      // The run is done all the same, with what the tools told.
      this.#host.onProblem("The changes of a run could not be listed", error);
    }
  }
}
