import type { AnsweredRequest, CommandName, ErrorCode, Role } from "@opencode-kit/client/protocol";
import { COMMAND_ROLES } from "@opencode-kit/client/protocol";
import { own } from "../lib/own.ts";

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  viewer: "a viewer",
  approver: "an approver",
  owner: "an owner",
};

/** What each command does, as it goes on after "can". */
const DEEDS: { readonly [N in CommandName]?: string } = {
  submit: "give the agent a task",
  stop: "stop the agent",
  replyToPermission: "answer this",
  replyToQuestion: "answer this",
  rejectQuestion: "answer this",
  replyToBudget: "answer this",
  editQueued: "change the queue",
  moveQueued: "change the queue",
  steerQueued: "change the queue",
  resumeQueue: "let the queue go on",
  killProcess: "end a process",
  renameSession: "rename a session",
  forkSession: "fork a session",
  revertSession: "take messages back",
  unrevertSession: "bring messages back",
  summarizeSession: "summarise a session",
};

type Outcome = AnsweredRequest["outcome"];

const ANSWERED: Readonly<Record<Outcome, string>> = {
  once: "allowed this once",
  always: "allowed this always",
  reject: "rejected this",
  answered: "answered",
  continue: "let the run go on",
  stop: "stopped the run",
};

const DECIDED: Readonly<Record<Outcome, string>> = {
  once: "Allowed",
  always: "Always allowed",
  reject: "Rejected",
  answered: "Answered",
  continue: "Allowed",
  stop: "Stopped",
};

/** The kit's own words for what a person meets often; the room's words for the rest. */
const ERRORS: { readonly [C in ErrorCode]?: string } = {
  run_started: "The agent has it already.",
};

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** The words by which people steer the agent. */
export const steeringLabels = {
  /** Why a control is disabled. */
  mayNot: (command: CommandName, role: Role): string => {
    const allowed = COMMAND_ROLES[command].map((each) => ROLE_NAMES[each]).join(" or ");
    const who = allowed === "an approver or an owner" ? "an approver or owner" : allowed;
    return `Only ${who} can ${own(DEEDS, command) ?? "do this"}. You are ${own(ROLE_NAMES, role) ?? role}.`;
  },
  commandError: (code: ErrorCode | undefined, message: string): string =>
    (code === undefined ? undefined : own(ERRORS, code)) ?? message,

  pendingNone: "Nothing waits for you",
  /** Told to a screen reader with what waits. */
  promptShortcut: (keys: string): string => `${keys.replaceAll("+", " + ")} goes there.`,
  pendingOfRun: (title: string): string => `In ${title}`,
  pendingOfSubagent: (title: string | undefined): string =>
    title === undefined || title === "" ? "From a subagent" : `From subagent: ${title}`,
  openRun: "Open run",
  openRunOf: (title: string): string => `Open run: ${title}`,
  somebody: "Somebody",
  /** A prompt that somebody else answered, in the place where it was. */
  answeredBy: (name: string, outcome: Outcome, title: string): string =>
    `${name} ${own(ANSWERED, outcome) ?? "answered"}: ${title}`,
  answeredBudget: "The budget is used up",
  /** At a tool's line. */
  decidedBy: (outcome: Outcome, name: string): string => `${own(DECIDED, outcome) ?? "Answered"} by ${name}`,
  decidedByYou: "you",
  badgeTitle: (count: number, title: string): string => `(${count}) ${title}`,

  budgetTitle: (scope: "run" | "room"): string =>
    scope === "room" ? "The room’s budget is used up" : "This run’s budget is used up",
  budgetText: (scope: "run" | "room"): string =>
    scope === "room"
      ? "All runs of this room together have reached their limit. The run is paused until you decide."
      : "The run has reached its limit. It is paused until you decide.",
  budgetTokens: "Tokens",
  budgetCost: "Cost",
  budgetUsed: (used: string, limit: string): string => `${used} of ${limit} used`,
  budgetContinue: (more: readonly string[]): string =>
    more.length === 0 ? "Continue" : `Continue, ${more.join(" and ")} more`,
  budgetStop: "Stop the run",

  stillRunning: (count: number): string => (count === 1 ? "One process still runs." : `${count} processes still run.`),
  stillRunningRow: "Still running:",
  kill: "Kill",
  killOf: (command: string): string => `Kill ${command}`,
  killing: "Ending…",
  killed: "Ended",
  killAll: "End all",
  otherProcesses: "Also running in the sandbox",

  queue: "Queue",
  queueCount: (count: number): string => plural(count, "prompt waits", "prompts wait"),
  queueHeld: "Held because the run before was stopped.",
  resumeQueue: "Continue the queue",
  queuedPrompt: "Queued prompt",
  editQueued: "Edit",
  saveQueued: "Save",
  queuedGone: "This prompt does not wait any more. What you wrote is kept here until you close it.",
  steerQueued: "Send now",
  steerQueuedTitle: "Hand it to the agent now, in the run that is going on",
  moveUp: "Move up",
  moveDown: "Move down",
  cancelQueued: "Cancel",
  loadingPrompt: "Loading the whole prompt",

  queuePrompt: "Queue",
  queuePromptTitle: "Wait for the agent to finish, then start this (Enter)",
  sendNow: "Send now",
  sendNowTitle: "The agent reads it at its next step (Control or Command + Enter)",
  promptTooLong: (max: string): string => `Too long: a prompt has at most ${max} characters.`,
  attach: "Attach files",
  attachments: "Attached files",
  removeAttachment: (name: string): string => `Remove ${name}`,
  readingAttachments: "Reading the files",
  dropFiles: "Drop files to attach them",
  unnamedFile: "file",
  attachmentTooMany: (name: string, max: number): string => `${name} is not attached: ${max} files are the most.`,
  attachmentTooLarge: (name: string, max: string): string =>
    `${name} is not attached: all files together may have ${max}.`,
  attachmentType: (name: string): string => `${name} is not attached: only images, PDF and text can be.`,
  attachmentEmpty: (name: string): string => `${name} is not attached: it is empty.`,
  attachmentUnread: (name: string): string => `${name} is not attached: it could not be read.`,
  model: "Model",
  defaultModel: "Default model",
  agent: "Agent",
  defaultAgent: "Default agent",

  sessions: "Sessions",
  noSessions: "No sessions yet",
  loadingSessions: "Loading the sessions",
  untitledSession: "New session",
  sessionName: "Name of the session",
  openSession: (title: string): string => `Open ${title}`,
  currentSession: "Current",
  rename: "Rename",
  save: "Save",
  fork: "Fork",
  forkTitle: "Make a session that begins as a copy of this one",
  summarise: "Summarise",
  summariseTitle: "Let the agent go on from a summary of this session",

  messageActions: "Actions on this message",
  revertHere: "Revert to here",
  revertHereTitle: "Take this message and all after it back, with the changes to files",
  forkHere: "Fork from here",
  forkHereTitle: "Make a new session with all that is before this message",
  sessionBusy: "The agent works in this session. Stop it, or wait for its end.",
  reverted: (count: number): string =>
    count === 0
      ? "Reverted: messages taken back, and their changes to files"
      : `Reverted: ${plural(count, "message", "messages")} taken back, and their changes to files`,
  revertedFinal: "A newer prompt has made this final.",
  restore: "Restore",
  showReverted: "Show",
  hideReverted: "Hide",
  revertedRun: "Reverted",

  messageUsage: "Used by this message",
  subagentUsage: "Used by this subagent",
  roomUsage: "Used by all runs of this room",

  presence: (names: readonly string[], others: number): string =>
    `Watching: ${[...names, ...(others > 0 ? [plural(others, "guest", "guests")] : [])].join(", ")}`,
  presencePerson: (name: string, role: Role, isYou: boolean): string =>
    `${name}${isYou ? " (you)" : ""}, ${own(ROLE_NAMES, role)?.replace(/^an? /, "") ?? role}`,
  presenceCount: (count: number): string => `${count} watching`,
};
