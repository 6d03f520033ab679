import { statusEvents } from "../opencode/index.ts";
import type {
  BudgetLimits,
  BudgetReply,
  BudgetRule,
  BudgetUse,
  PendingBudget,
  RoomEvent,
  RunEvent,
  Usage,
} from "../protocol/index.ts";
import { OpenCodeKitError, toBudgetUse } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { addedUsage, selectMessageIds } from "../state/index.ts";
import type { Budget } from "./Budget.ts";
import { stricterRule } from "./Budget.ts";
import type { ValueStore } from "./RoomStores.ts";
import type { RunLogs } from "./RunLogs.ts";

type Scope = PendingBudget["scope"];

export type BudgetKeeperHost = {
  readonly budget: Budget;
  /** What a run's own prompt allows it. */
  ruleOf(runId: string): BudgetRule | undefined;
  readonly values: ValueStore;
  readonly logs: RunLogs;
  /** What all runs of the room have used. */
  usage(): Usage;
  appendToRoom(events: readonly RoomEvent[]): void;
  append(runId: string, events: readonly RunEvent[]): void;
  activeRunIds(): readonly string[];
  pause(runId: string): void;
  /** Goes on after a pause. */
  resume(runId: string): void;
  stop(runId: string, error?: OpenCodeKitError): void;
};

/** Counts what the agent uses, pauses runs at a soft limit until a person allows more, and stops them at a hard one. */
export class BudgetKeeper {
  readonly #host: BudgetKeeperHost;

  constructor(host: BudgetKeeperHost) {
    this.#host = host;
  }

  isPaused(runId: string): boolean {
    return this.#host.values.get(pauseKey(runId)) !== undefined;
  }

  /** A run that begins. Throws `budget_exceeded` where the room may use no more. */
  admit(): void {
    const used = toBudgetUse(this.#host.usage());
    const limit = this.#host.budget.room?.hard;
    if (isReached(used, limit)) throw exceeded("room", used, limit);
  }

  /** A run's state has changed. */
  onChange(before: RunState, state: RunState): void {
    if (before.usage === state.usage) return;
    const usage = addedUsage(this.#host.usage(), before.usage, state.usage);
    if (usage !== undefined) this.#host.appendToRoom([{ type: "room.usage.set", usage }]);
    // The last answer is written: there is nothing to save by stopping now.
    if (!isFinishing(state)) this.check(state.id);
  }

  /** Pauses or stops a run that has reached a limit. */
  check(runId: string): void {
    const state = this.#host.logs.get(runId)?.state;
    if (state === undefined || state.status === "stopping" || this.isPaused(runId)) return;
    for (const scope of ["run", "room"] as const) {
      const used = this.#used(scope, state);
      const { soft, hard } = this.#rule(scope, runId);
      if (isReached(used, hard)) {
        const runs = scope === "room" ? this.#host.activeRunIds() : [runId];
        for (const id of runs) this.#host.stop(id, exceeded(scope, used, hard));
        return;
      }
      const limit = timesAsMuch(soft, this.#grants(scope, runId) + 1);
      if (isReached(used, limit)) return this.#pause(state, { scope, used, limit });
    }
  }

  /** What a person decided about a request of {@link check}. */
  reply({ id, scope }: PendingBudget, runId: string, reply: BudgetReply): void {
    if (reply === "stop") return this.#host.stop(runId);
    const key = grantKey(scope, runId);
    this.#host.values.set(key, this.#grants(scope, runId) + 1);
    this.#resume(runId);
    if (scope === "run") return;
    // One answer is enough for the room.
    for (const other of this.#host.activeRunIds()) {
      const request = this.#host.logs.get(other)?.state.pending.find(({ kind }) => kind === "budget");
      if (request?.kind !== "budget" || request.scope !== "room" || request.id === id) continue;
      this.#host.append(other, [{ type: "pending.remove", id: request.id, outcome: "continue" }]);
      this.#resume(other);
    }
  }

  /** Forgets a run. */
  remove(runId: string): void {
    this.#host.values.remove(pauseKey(runId));
    this.#host.values.remove(grantKey("run", runId));
  }

  #pause(state: RunState, { scope, used, limit }: { scope: Scope; used: BudgetUse; limit: BudgetLimits }): void {
    const { id: runId, sessionId = "" } = state;
    const id = `budget_${runId}_${scope}_${this.#grants(scope, runId)}`;
    this.#host.values.set(pauseKey(runId), id);
    const request = { kind: "budget", id, sessionId, scope, used, limit } as const;
    const asked = { type: "pending.set", request } as const;
    this.#host.append(runId, [asked, ...statusEvents(state, [asked])]);
    this.#host.pause(runId);
  }

  #resume(runId: string): void {
    this.#host.values.remove(pauseKey(runId));
    this.#host.resume(runId);
  }

  #rule(scope: Scope, runId: string): BudgetRule {
    const rule = this.#host.budget[scope] ?? {};
    return scope === "run" ? stricterRule(rule, this.#host.ruleOf(runId)) : rule;
  }

  #used(scope: Scope, state: RunState): BudgetUse {
    return toBudgetUse(scope === "run" ? state.usage : this.#host.usage());
  }

  #grants(scope: Scope, runId: string): number {
    return Number(this.#host.values.get(grantKey(scope, runId)) ?? 0);
  }
}

function grantKey(scope: Scope, runId: string): string {
  return scope === "run" ? `grants:${runId}` : "grants";
}

function pauseKey(runId: string): string {
  return `pause:${runId}`;
}

function isReached(used: BudgetUse, limit: BudgetLimits | undefined): limit is BudgetLimits {
  const { tokens = Infinity, cost = Infinity } = limit ?? {};
  return used.tokens >= tokens || used.cost >= cost;
}

function timesAsMuch({ tokens, cost }: BudgetLimits = {}, times: number): BudgetLimits {
  return {
    ...(tokens === undefined ? {} : { tokens: tokens * times }),
    ...(cost === undefined ? {} : { cost: cost * times }),
  };
}

function isFinishing(state: RunState): boolean {
  const message = state.messages.get(selectMessageIds(state).at(-1) ?? "");
  return message?.role === "assistant" && message.completedAt !== undefined && message.finish === "stop";
}

function exceeded(scope: Scope, used: BudgetUse, limit: BudgetLimits): OpenCodeKitError {
  const what = scope === "run" ? "The run has" : "The runs of this room have";
  const tokens = used.tokens.toLocaleString("en");
  const allowed =
    limit.tokens === undefined ? `$${limit.cost ?? 0} allowed` : `${limit.tokens.toLocaleString("en")} tokens allowed`;
  const message = `${what} used ${tokens} tokens ($${used.cost.toFixed(2)}) of the ${allowed}. Raise the budget to go on.`;
  return new OpenCodeKitError("budget_exceeded", message);
}
