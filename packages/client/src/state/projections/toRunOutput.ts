import type { Diagnostic, FileDiff, FileStatus, ProcessInfo, RunStatus } from "../../protocol/index.ts";
import { defined } from "../../protocol/index.ts";
import type { RunState } from "../RunState.ts";
import type { Activity } from "../selectors.ts";
import { selectDiffs } from "../selectDiffs.ts";
import { selectActivity, selectOutputFile, selectProcess, selectSummary } from "../selectors.ts";
import { createMemo } from "./createMemo.ts";
import type {
  OpenCodeDiagnostic,
  OpenCodeFileChange,
  OpenCodeFileDiff,
  OpenCodeProcess,
  OpenCodeRunOutput,
} from "./OpenCodeRunOutput.ts";
import { MAX_FILE_CHANGES } from "./OpenCodeRunOutput.ts";
import { toUIMessages } from "./toUIMessages.ts";

const NONE: readonly ProcessInfo[] = [];
const EVENTS: Readonly<Record<FileStatus, OpenCodeFileChange["event"]>> = {
  added: "add",
  modified: "change",
  deleted: "unlink",
  renamed: "add",
};

const outputs = createMemo<OpenCodeRunOutput>();
const activities = createMemo<Activity>();
const diffLists = createMemo<readonly OpenCodeFileDiff[]>();
const diffs = createMemo<OpenCodeFileDiff>();
const changeLists = createMemo<readonly OpenCodeFileChange[]>();
const changes = createMemo<OpenCodeFileChange>();
const diagnosticLists = createMemo<readonly OpenCodeDiagnostic[]>();
const diagnostics = createMemo<OpenCodeDiagnostic>();
const processLists = createMemo<readonly OpenCodeProcess[]>();
const processes = createMemo<OpenCodeProcess>();

/**
 * The run as plain JSON. What did not change since the last call is the same object, down to one message, diff or
 * command, and nothing of it ever changes.
 *
 * @param options.processes The room's processes, for those that the run's own tools did not start, such as terminals.
 */
export function toRunOutput(
  state: RunState,
  options: { readonly processes?: readonly ProcessInfo[] } = {},
): OpenCodeRunOutput {
  const others = options.processes ?? NONE;
  return outputs(state, [others], () => convert(state, others));
}

function convert(state: RunState, others: readonly ProcessInfo[]): OpenCodeRunOutput {
  const { title, agent, modelID, providerID, error, startedAt, endedAt } = state;
  const outputFile = selectOutputFile(state);
  return {
    runId: state.id,
    status: state.status,
    phase: phaseOf(state.status),
    sessionId: state.sessionId ?? "",
    messages: toUIMessages(state),
    filesEdited: state.filesEdited,
    fileChanges: fileChangesOf(state.diffs),
    diffs: diffLists(state.diffs, [], () => selectDiffs(state).map(toDiff)),
    diagnostics: diagnosticLists(state.diagnostics, [], () => [...state.diagnostics.values()].flat().map(toDiagnostic)),
    processes: processesOf(state, others),
    todos: state.todos,
    pending: state.pending,
    usage: state.usage,
    retry: state.retry ?? null,
    activity: activityOf(state),
    ...defined({ title, agent, modelID, providerID, summary: selectSummary(state) }),
    ...(error === undefined ? {} : { error: error.message, errorInfo: error }),
    ...defined({ outputFile, outputMissing: state.outputMissing, startedAt, endedAt }),
  };
}

function phaseOf(status: RunStatus): OpenCodeRunOutput["phase"] {
  if (status === "complete") return "complete";
  return status === "error" || status === "aborted" ? "error" : "working";
}

/** Each state has an activity object of its own; here it stays as long as it says the same. */
function activityOf(state: RunState): Activity {
  const activity = selectActivity(state);
  return activities(state.runningToolIds, Object.entries(activity).flat(), () => activity);
}

function fileChangesOf(list: readonly FileDiff[]): readonly OpenCodeFileChange[] {
  return changeLists(list, [], () => list.slice(0, MAX_FILE_CHANGES).map(toFileChange));
}

function toFileChange(diff: FileDiff): OpenCodeFileChange {
  const { path, previousPath, status } = diff;
  return changes(diff, [], () => ({ path, status, ...defined({ previousPath }), file: path, event: EVENTS[status] }));
}

function toDiff(diff: FileDiff): OpenCodeFileDiff {
  return diffs(diff, [], () => ({ ...diff, file: diff.path }));
}

function toDiagnostic(diagnostic: Diagnostic): OpenCodeDiagnostic {
  return diagnostics(diagnostic, [], () => ({ ...diagnostic, serverID: diagnostic.source ?? "" }));
}

/** The run's own commands in the order of their start, then the others. */
function processesOf(state: RunState, others: readonly ProcessInfo[]): readonly OpenCodeProcess[] {
  const othersById = new Map(others.map((other) => [other.id, other]));
  const list: OpenCodeProcess[] = [];
  for (const id of state.processIds) {
    const own = selectProcess(state, id);
    if (own !== undefined) list.push(toProcess(own, othersById.get(id)));
    othersById.delete(id);
  }
  for (const other of othersById.values()) {
    // A tool's that is not among the run's own belongs to another run of the room.
    if (other.source !== "tool") list.push(toProcess(other, undefined));
  }
  return processLists(state.processIds, list, () => list);
}

/** The room may know more of a tool's command, such as its process id; the tool knows best what it has said itself. */
function toProcess(info: ProcessInfo, more: ProcessInfo | undefined): OpenCodeProcess {
  return processes(info, [more], () => ({ ...more, ...info, args: [] }));
}
