import type { BudgetLimits } from "../protocol/index.ts";

/** A `soft` limit pauses and asks a person, who may allow as much again; a `hard` limit stops. */
export type BudgetRule = { readonly soft?: BudgetLimits; readonly hard?: BudgetLimits };

/** What the agent may use up: in each run, subagents included, and in all runs of the room together. */
export type Budget = { readonly run?: BudgetRule; readonly room?: BudgetRule };
