import type { PermissionReply } from "./pending.ts";

/** Stop a run: abort its session, those of its subagents, and whatever waits in them. From an `owner`. */
export type StopCommand = {
  readonly name: "stop";
  readonly runId: string;
  /** End what the run has started in the background as well. Default: false. */
  readonly processes?: boolean;
};

/** An answer's `operationId` makes a retry safe: the same one is answered as before, another one comes too late. */
type Answering = { readonly operationId: string; readonly requestId: string };

/** Answer a permission: from a client whose role is `approver` or `owner`. */
export type ReplyToPermissionCommand = Answering & {
  readonly name: "replyToPermission";
  readonly reply: PermissionReply;
  /** With `reject`: told to the agent, which then goes on; without, the run stops. */
  readonly message?: string;
};

/** Answer all questions of a request, one list of chosen labels each. */
export type ReplyToQuestionCommand = Answering & {
  readonly name: "replyToQuestion";
  readonly answers: readonly (readonly string[])[];
};

export type RejectQuestionCommand = Answering & { readonly name: "rejectQuestion" };

/** Answer a budget that is used up: `continue` allows as much again, `stop` ends the run. */
export type ReplyToBudgetCommand = Answering & {
  readonly name: "replyToBudget";
  readonly reply: BudgetReply;
};
export type BudgetReply = "continue" | "stop";

/** Ask for the whole prompt of a run that waits in the queue. */
export type GetPromptCommand = { readonly name: "getPrompt"; readonly runId: string };

/** Change a prompt that waits in the queue. Refused with `run_started` once it is the agent's. */
export type EditQueuedCommand = { readonly name: "editQueued"; readonly runId: string; readonly prompt: string };

/** Move a prompt that waits in the queue. */
export type MoveQueuedCommand = {
  readonly name: "moveQueued";
  readonly runId: string;
  /** Before this run of the same queue. Default: to the end. */
  readonly before?: string;
};

/** Hand a prompt of the queue to the agent now, as part of the run that is going on in its session. */
export type SteerQueuedCommand = { readonly name: "steerQueued"; readonly runId: string };

/** Let the queue go on in which a run waits, and which was held because the run before it was stopped or failed. */
export type ResumeQueueCommand = { readonly name: "resumeQueue"; readonly runId: string };

/** End a process: a command of the agent's, a terminal, or anything else that runs in the sandbox. From an `owner`. */
export type KillProcessCommand = {
  readonly name: "killProcess";
  /** As in `ProcessInfo`: a tool part's id, a terminal's id, or `pid:<pid>`. */
  readonly processId: string;
  /** The run whose tool it is; needed for a tool part. */
  readonly runId?: string;
};

/** Ask who did what: from an `owner`. */
export type ListAuditCommand = {
  readonly name: "listAudit";
  /** Only entries with a smaller id. Default: from the newest. */
  readonly before?: number;
  /** 1 to 200. Default: 50. */
  readonly limit?: number;
};
