import type { BudgetLimits, BudgetRule } from "../protocol/index.ts";

/** What the agent may use up: in each run, subagents included, and in all runs of the room together. */
export type Budget = { readonly run?: BudgetRule; readonly room?: BudgetRule };

/** Both rules at once: of each limit the smaller one. */
export function stricterRule(a: BudgetRule = {}, b: BudgetRule = {}): BudgetRule {
  return { soft: smallerLimits(a.soft, b.soft), hard: smallerLimits(a.hard, b.hard) };
}

function smallerLimits(a: BudgetLimits = {}, b: BudgetLimits = {}): BudgetLimits {
  const tokens = Math.min(a.tokens ?? Infinity, b.tokens ?? Infinity);
  const cost = Math.min(a.cost ?? Infinity, b.cost ?? Infinity);
  return { ...(tokens === Infinity ? {} : { tokens }), ...(cost === Infinity ? {} : { cost }) };
}
