import type { Diagnostic, FileDiff, Part, RunError, RunHeader } from "../../protocol/index.ts";
import { defined, isRunOver } from "../../protocol/index.ts";
import type { RunMessage, RunState } from "../RunState.ts";
import { initialRunState, NO_USAGE } from "../RunState.ts";
import { Table } from "../Table.ts";
import { createMemo } from "./createMemo.ts";
import { fromUIMessage } from "./fromUIMessage.ts";
import { subagentTools } from "./subagentTools.ts";
import type { OpenCodeDiagnostic, OpenCodeFileDiff, OpenCodeRunOutput } from "./OpenCodeRunOutput.ts";

const states = createMemo<RunState>();
const diffs = createMemo<FileDiff>();
const diagnostics = createMemo<Diagnostic>();

/**
 * A run's state of its snapshot: the inverse of `toRunOutput`, as far as that tells. It shows the same text, tools,
 * changes, todos and requests. It lacks what a snapshot leaves out: the transcripts of subagents, the time that a
 * thought took, usage by step (an answer's is its last step's), and who answered a request.
 *
 * The same output gives the same state, and an equal message or diff that is the same object gives the same entities.
 */
export function fromRunOutput(output: OpenCodeRunOutput): RunState {
  return states(output, [], () => convert(output));
}

function convert(output: OpenCodeRunOutput): RunState {
  const { todos, filesEdited, pending, usage, status } = output;
  const sessionId = output.sessionId === "" ? undefined : output.sessionId;
  const { messages, parts } = transcriptOf(output);
  const own = parts.filter((part) => part.type === "tool");
  const others = subagentTools(output, own);
  const tools = [...own, ...others];
  const header = headerOf(output, sessionId);
  const session = { id: sessionId ?? "", messageIds: messages.map(({ id }) => id), messageCount: messages.length };
  return {
    ...initialRunState(header),
    sessions:
      sessionId === undefined ? {} : { [sessionId]: { ...session, usage, ...defined({ title: output.title }) } },
    messages: Table.from(messages),
    parts: Table.from([...parts, ...others]),
    messageCount: messages.length,
    todos,
    todosBySession: sessionId === undefined ? {} : { [sessionId]: todos },
    diffs: output.diffs.map(fromDiff),
    diagnostics: byPath(output.diagnostics),
    filesEdited,
    pending,
    processIds: output.processes.filter(({ source }) => source === "tool").map(({ id }) => id),
    runningToolIds: tools.filter(({ status: at }) => at === "pending" || at === "running").map(({ id }) => id),
    openMessageIds: isRunOver(status)
      ? []
      : messages.filter((it) => it.role === "assistant" && it.completedAt === undefined).map(({ id }) => id),
    usage: usage ?? NO_USAGE,
  };
}

function transcriptOf({ messages: list }: OpenCodeRunOutput): {
  readonly messages: readonly RunMessage[];
  readonly parts: readonly Part[];
} {
  const wholes = list.map((message, i) => fromUIMessage(message, list[i - 1]?.id));
  return { messages: wholes.flatMap(({ messages }) => messages), parts: wholes.flatMap(({ parts }) => parts) };
}

function headerOf(output: OpenCodeRunOutput, sessionId: string | undefined): RunHeader {
  const { runId, status, title, agent, modelID, providerID, startedAt, endedAt, retry, outputFile } = output;
  const first = output.messages[0];
  return {
    id: runId,
    status,
    prompt: promptOf(output),
    // 0 is a run of which nothing is known.
    createdAt: startedAt ?? first?.metadata.createdAt ?? 1,
    retry,
    ...defined({ sessionId, title, agent, modelID, providerID, startedAt, endedAt, outputFile }),
    ...defined({ outputMissing: output.outputMissing, error: errorOf(output) }),
  };
}

function promptOf({ messages }: OpenCodeRunOutput): string {
  const prompt = messages.find(({ role }) => role === "user");
  return prompt?.parts.find((part) => part.type === "text")?.text ?? "";
}

function errorOf({ error, errorInfo }: OpenCodeRunOutput): RunError | undefined {
  return errorInfo ?? (error === undefined ? undefined : { code: "internal", message: error });
}

function fromDiff(given: OpenCodeFileDiff): FileDiff {
  return diffs(given, [], () => {
    const { file: _file, ...diff } = given;
    return diff;
  });
}

function byPath(list: readonly OpenCodeDiagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const files = new Map<string, Diagnostic[]>();
  for (const diagnostic of list.map(fromDiagnostic)) {
    const known = files.get(diagnostic.path);
    if (known === undefined) files.set(diagnostic.path, [diagnostic]);
    else known.push(diagnostic);
  }
  return files;
}

function fromDiagnostic(given: OpenCodeDiagnostic): Diagnostic {
  return diagnostics(given, [], () => {
    const { serverID: _server, ...diagnostic } = given;
    return diagnostic;
  });
}
