import { own } from "../lib/own.ts";

const STATES: Readonly<Record<string, string>> = {
  pending: "Preparing",
  running: "Running",
  waiting: "Needs your answer",
  completed: "Done",
  denied: "Denied",
  interrupted: "Interrupted",
  error: "Failed",
};

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** The words of tool cards: what was done, how it stands, what was found. */
export const toolLabels = {
  toolState: (state: string): string => own(STATES, state) ?? state,
  toolInput: "Input",
  toolOutput: "Output",
  toolInvalidTarget: (tool: string): string => `The model called ${tool === "" ? "a tool" : `“${tool}”`} wrongly`,
  toolViewFailed: "This view of the tool failed and was left out.",
  partViewFailed: "This part could not be shown.",
  lineRange: (from: number, to: number): string => (from === to ? `line ${from}` : `lines ${from}–${to}`),
  linesFrom: (from: number): string => `from line ${from}`,
  linesOfTotal: (total: number): string => `of ${total}`,
  linesCount: (count: number): string => plural(count, "line", "lines"),
  searchedFor: (pattern: string): string => `“${pattern}”`,
  searchedIn: (path: string): string => `in ${path}`,
  matchesCount: (count: number, isMore: boolean): string =>
    count === 0 ? "no matches" : isMore ? `${count}+ matches` : plural(count, "match", "matches"),
  foundFiles: (count: number, isMore: boolean): string =>
    count === 0 ? "no files" : isMore ? `${count}+ files` : plural(count, "file", "files"),
  showMore: (count: number): string => `Show ${count} more`,
  openPage: (host: string): string => `Open ${host} in a new tab`,
  noAnswer: "No answer",
};
