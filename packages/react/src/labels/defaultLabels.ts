import type { FileStatus, RunStatus } from "@opencode-kit/client/protocol";
import { own } from "../lib/own.ts";
import { standInLabels } from "./standInLabels.ts";
import { steeringLabels } from "./steeringLabels.ts";
import { exportLabels } from "./exportLabels.ts";
import { searchLabels } from "./searchLabels.ts";
import { activityLabels } from "./activityLabels.ts";
import { toolLabels } from "./toolLabels.ts";

const STATUS: Readonly<Record<RunStatus, string>> = {
  queued: "Queued",
  starting: "Starting",
  working: "Working",
  waiting: "Waiting for you",
  stopping: "Stopping",
  complete: "Done",
  error: "Failed",
  aborted: "Stopped",
};

const FILE_STATUS: Readonly<Record<FileStatus, string>> = {
  added: "Added",
  modified: "Modified",
  deleted: "Deleted",
  renamed: "Renamed",
};

/** What a person may do with a tool's name: a verb for OpenCode's own tools, the name itself for others. */
const TOOL_NAMES: Readonly<Record<string, string>> = {
  apply_patch: "Patch",
  bash: "Run",
  edit: "Edit",
  glob: "Find files",
  grep: "Search",
  list: "List",
  invalid: "Not a valid call",
  question: "Ask",
  read: "Read",
  skill: "Load skill",
  task: "Delegate",
  todoread: "Read to-dos",
  todowrite: "Plan",
  webfetch: "Fetch",
  websearch: "Search the web",
  write: "Write",
};

const PERMISSIONS: Readonly<Record<string, string>> = {
  bash: "Run this command?",
  edit: "Make this change?",
  external_directory: "Reach outside the workspace?",
  webfetch: "Open this address?",
};

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Every word that the kit shows or speaks. Replace any of them by the `labels` of `OpenCodeProvider`. */
export const defaultLabels = {
  ...standInLabels,
  ...steeringLabels,
  ...activityLabels,
  ...exportLabels,
  ...searchLabels,
  ...toolLabels,

  run: "Agent run",
  runStatus: (status: RunStatus): string => own(STATUS, status) ?? status,
  runStatusAnnouncement: (status: RunStatus): string => `Agent: ${(own(STATUS, status) ?? status).toLowerCase()}`,
  untitledRun: "New run",
  stop: "Stop",
  stopping: "Stopping…",
  tokens: (count: string): string => `${count} tokens`,
  tokensDetail: (input: string, output: string, cached: string): string =>
    `${input} in, ${output} out, ${cached} read from cache`,

  transcript: "Transcript",
  jumpToEnd: "Jump to end",
  you: "You",
  emptyTitle: "Nothing here yet",
  emptyText: "Give the agent a task and watch it work.",
  loading: "Loading the run",
  showOlder: "Show earlier messages",
  loadingOlder: "Loading earlier messages",
  skippedText: (chars: string): string => `The first ${chars} characters are not shown.`,
  showWholeText: "Show the whole text",
  partsLeftOut: (count: number): string => `${plural(count, "earlier step", "earlier steps")} of this answer not shown`,
  compacted: "Conversation summarised",
  compactedTitle: (isAuto: boolean): string =>
    isAuto
      ? "The conversation had become too long for the model: it goes on from a summary."
      : "Somebody asked for a summary: the conversation goes on from it.",
  attemptFailed: (attempt: number): string => `Attempt ${attempt} failed.`,
  subtask: (agent: string | undefined): string => (agent === undefined ? "Asked a subagent:" : `Asked ${agent}:`),
  stoppedHere: "Stopped here",
  interruptedHere: "Interrupted here",

  image: "Image",
  file: "File",
  showImage: "Show image",
  notAnImage: "This is not an image that can be shown.",

  fetching: "Loading…",
  fetchingShare: (percent: number): string => (percent === 0 ? "Loading…" : `Loading… ${percent}%`),
  fetchFailed: (message: string): string => `Not loaded. ${message}`,
  tryAgain: "Try again",
  notKept: "The room does not have the rest of this any more.",

  reasoningLive: "Thinking",
  reasoningDone: (duration: string | undefined): string =>
    duration === undefined ? "Thought" : `Thought for ${duration}`,

  toolName: (tool: string): string => own(TOOL_NAMES, tool) ?? tool,
  noOutput: "No output",
  exitCode: (code: number): string => `exit ${code}`,
  filesCount: (count: number): string => plural(count, "file", "files"),
  leftOut: (size: string): string => `${size} left out`,
  showWholeOutput: (size: string): string => `Show all ${size}`,
  fetchingCall: "Loading the whole call",
  callCut: "Long values are cut here.",
  subagent: "Subagent",
  subagentEmpty: "The subagent has said nothing yet",

  todos: "To-dos",
  todosDone: "All done",
  todoProgress: (done: number, total: number): string => `${done} of ${total} done`,
  todoStatus: (status: string): string => status.replaceAll("_", " "),

  pending: "Waiting for you",
  permissionTitle: (permission: string): string => own(PERMISSIONS, permission) ?? `Allow “${permission}”?`,
  permissionPatterns: "For",
  requestCut: "Long values are cut here.",
  allowOnce: "Allow once",
  allowAlways: "Always allow",
  alwaysGrants: "Always allow grants",
  reject: "Reject",
  rejectTitle: "Tell the agent what to do instead (optional)",
  rejectPlaceholder: "Use the staging database instead",
  rejectAndStop: "Reject and stop the run",
  rejectAndTell: "Reject and go on",
  cancel: "Cancel",
  questionTitle: "The agent asks",
  questionOther: "Your own answer",
  questionChooseMany: "Choose any number",
  answer: "Answer",
  dismiss: "Dismiss",
  sending: "Sending…",
  sendFailed: (message: string): string => `Not sent. ${message}`,

  errorTitle: "The run failed",
  errorCode: (code: string): string => `Code: ${code}`,
  retryable: "Trying again may help.",
  errorDetails: "Details",
  errorStatus: (status: number): string => `HTTP status ${status}`,
  errorModel: (model: string): string => `Model ${model}`,
  errorAgent: (agent: string): string => `Agent ${agent}`,
  providerSaid: "The provider said",

  reconnecting: "Connection lost. Reconnecting; what you see may be behind.",
  offline: "You are offline. The agent keeps working; this page catches up when you are back.",
  connecting: "Connecting to the room",
  closed: "Disconnected",
  channelError: "This run cannot be shown",
  reconnect: "Reconnect",

  composer: "Message to the agent",
  composerPlaceholder: "Describe a task for the agent",
  submit: "Send",
  submitting: "Sending",

  diffs: "Changed files",
  noDiffs: "No changes yet",
  filesChanged: (count: number): string => plural(count, "file changed", "files changed"),
  filesLeftOut: (count: number): string => `${plural(count, "more file is", "more files are")} not listed.`,
  showAllFiles: "Show all files",
  additions: (count: number): string => plural(count, "line added", "lines added"),
  deletions: (count: number): string => plural(count, "line removed", "lines removed"),
  fileStatus: (status: FileStatus): string => own(FILE_STATUS, status) ?? status,
  expandAll: "Expand all",
  collapseAll: "Collapse all",
  patchOf: (path: string): string => `Changes in ${path}`,
  patchPlain: "Shown as plain text: the patch could not be parsed.",
  patchEmpty: "No lines to show: the file is empty, binary or only renamed.",
  patchNotIncluded: "The patch of this file is not included.",
  fetchingPatch: "Loading the change",
  binary: "Binary",
  binaryFile: "Binary file",
  renamed: (from: string, to: string): string => `Renamed from ${from} to ${to}. No lines changed.`,
  showAllLines: (count: number): string => `Show all ${count} lines`,
  hiddenLines: (count: number): string => plural(count, "more line", "more lines"),

  processes: "Commands",
  noProcesses: "No commands yet",
  processRunning: "Running",
  processExited: (code: number | undefined): string => (code === undefined ? "Ended" : `Exit ${code}`),
  processFailed: "Failed",
  processKilled: "Stopped",
  outputNotKept: "The output of this command is not kept.",
  outputOf: (command: string): string => `Output of ${command}`,
  copy: "Copy",
  copied: "Copied",

  files: "Files",
  noFiles: "No files yet",
  filesTruncated: "More files than can be listed; the rest is not shown.",
  folderChanged: "contains changes",

  download: "Download",
  downloading: "Preparing…",
  downloadAgain: "Try again",
  artifactWaiting: (name: string): string => `Waiting for ${name}`,
  artifactFailed: (message: string): string => `Download failed. ${message}`,
  artifact: "Output file",
};

/** The table of words. A translation implements all of it, a host's tone replaces some. */
export type Labels = typeof defaultLabels;
