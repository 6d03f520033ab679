import type { JsonObject } from "./json.ts";
import type { BudgetLimits, BudgetUse, User } from "./roomEntities.ts";

export type PermissionReply = "once" | "always" | "reject";

type PendingBase = {
  readonly id: string;
  readonly sessionId: string;
  readonly messageId?: string;
  readonly callId?: string;
};

export type PendingPermission = PendingBase & {
  readonly kind: "permission";
  /** What is asked for: `bash`, `edit`, `external_directory`, … */
  readonly permission: string;
  readonly patterns: readonly string[];
  /** The exact patterns that an answer `always` grants. */
  readonly always: readonly string[];
  readonly metadata: JsonObject;
  /** Long texts of `metadata` are cut; `getPending` has them whole. */
  readonly isMetadataCut?: true;
};

export type QuestionOption = { readonly label: string; readonly description?: string };
export type Question = {
  readonly question: string;
  readonly header?: string;
  readonly options: readonly QuestionOption[];
  readonly multiple?: boolean;
};

export type PendingQuestion = PendingBase & {
  readonly kind: "question";
  readonly questions: readonly Question[];
};

/** A soft limit is reached: the run is paused until a person allows as much again. */
export type PendingBudget = PendingBase & {
  readonly kind: "budget";
  /** Whose limit it is: this run's, or that of all runs of the room together. */
  readonly scope: "run" | "room";
  readonly used: BudgetUse;
  readonly limit: BudgetLimits;
};

/** Something that waits for a person. */
export type PendingRequest = PendingPermission | PendingQuestion | PendingBudget;

/** How a request ended; `gone` when OpenCode no longer lists it. */
export const OUTCOMES = ["once", "always", "reject", "answered", "continue", "stop", "gone"] as const;
export type PendingOutcome = (typeof OUTCOMES)[number];

/** A request that was answered, and by whom. */
export type AnsweredRequest = {
  readonly id: string;
  readonly kind: PendingRequest["kind"];
  readonly sessionId: string;
  readonly callId?: string;
  /** What a permission was for. */
  readonly permission?: string;
  readonly outcome: Exclude<PendingOutcome, "gone">;
  /** Absent where it was not answered through the room, or by somebody without a name. */
  readonly by?: User;
  /** Milliseconds since the Unix epoch. */
  readonly at?: number;
};
