import type { FileStatus, RunSummary, Usage } from "@opencode-kit/client/protocol";
import { defined, isRunOver } from "@opencode-kit/client/protocol";
import type { RunLog } from "@opencode-kit/client/room";
import { selectMessageIds, selectSummary } from "@opencode-kit/client/state";

/** What a line says of a run that is over, at most: files, and characters of the summary. */
const MAX_FILES = 100;
const MAX_SUMMARY_CHARS = 4_000;

/** A file that a run has changed. */
export type ChangedFile = {
  /** Relative to the workspace. */
  readonly file: string;
  readonly status: FileStatus;
  readonly additions: number;
  readonly deletions: number;
};

/** How much of each a run has so far. */
export type RunCounts = {
  readonly messages: number;
  /** Files that have changed, and their lines. */
  readonly files: number;
  readonly additions: number;
  readonly deletions: number;
  /** Commands that the agent has run. */
  readonly commands: number;
};

/** A run in short. */
export type RunLine = Pick<RunSummary, "id" | "status" | "sessionId" | "title" | "error" | "outputFile"> & {
  /** The run was to make a file, and has not; then `outputFile` is absent. */
  readonly outputMissing?: boolean;
  /** Where the run's channel is: a client that follows it from here misses nothing. */
  readonly seq: number;
  readonly usage: Usage;
  /** Requests that wait for a person. */
  readonly waiting: number;
  readonly counts: RunCounts;
  /** The agent's last words, once the run is over; at most 4,000 characters. */
  readonly summary?: string;
  /** What has changed, once the run is over; at most 100. */
  readonly files?: readonly ChangedFile[];
};

export function toRunLine({ state, seq }: RunLog): RunLine {
  const { id, status, usage, pending, sessionId, title, error, outputMissing, diffs } = state;
  const outputFile = outputMissing === true ? undefined : state.outputFile;
  const counts: RunCounts = {
    messages: selectMessageIds(state).length,
    files: diffs.length,
    additions: diffs.reduce((sum, diff) => sum + diff.additions, 0),
    deletions: diffs.reduce((sum, diff) => sum + diff.deletions, 0),
    commands: state.processIds.length,
  };
  const line = { id, status, seq, usage, waiting: pending.length, counts };
  const facts = defined({ sessionId, title, error, outputFile, outputMissing });
  if (!isRunOver(status)) return { ...line, ...facts };
  const files = diffs
    .slice(0, MAX_FILES)
    .map(({ path, status: how, additions, deletions }) => ({ file: path, status: how, additions, deletions }));
  return { ...line, ...facts, files, ...defined({ summary: selectSummary(state)?.slice(0, MAX_SUMMARY_CHARS) }) };
}
