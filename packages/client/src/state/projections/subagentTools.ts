import type { ProcessInfo, ToolPart } from "../../protocol/index.ts";
import { defined } from "../../protocol/index.ts";
import { toolTarget } from "../selectors.ts";
import { EMPTY_TEXT } from "../TextWindow.ts";
import type { OpenCodeRunOutput } from "./OpenCodeRunOutput.ts";

/**
 * Calls of subagents that a snapshot tells of without their transcripts, as parts of no message: the commands among
 * its processes, and the tool that the run waits for.
 *
 * @param tools The calls in the transcript.
 */
export function subagentTools(output: OpenCodeRunOutput, tools: readonly ToolPart[]): readonly ToolPart[] {
  const known = new Set(tools.map(({ id }) => id));
  const commands = output.processes.filter(({ id, source }) => source === "tool" && !known.has(id)).map(toCommand);
  const { activity } = output;
  if (activity.kind !== "tool") return commands;
  const last = [...tools, ...commands].findLast(({ status }) => status === "pending" || status === "running");
  if (last?.tool === activity.tool && toolTarget(last) === activity.title) return commands;
  const { tool, title, startedAt } = activity;
  return [...commands, { ...place("!activity"), tool, title, status: "running", ...defined({ startedAt }) }];
}

function toCommand({
  id,
  command,
  description,
  cwd,
  status,
  output,
  exitCode,
  startedAt,
  endedAt,
}: ProcessInfo): ToolPart {
  const exit = status === "killed" ? null : exitCode;
  return {
    ...place(id),
    tool: "bash",
    status: status === "running" ? "running" : status === "failed" ? "error" : "completed",
    input: { command, ...defined({ description, workdir: cwd }) },
    output: output ?? EMPTY_TEXT,
    metadata: exit === undefined ? {} : { exit },
    ...defined({ startedAt, endedAt }),
  };
}

function place(
  id: string,
): Pick<ToolPart, "id" | "messageId" | "sessionId" | "type" | "callId" | "input" | "output" | "metadata"> {
  return { id, messageId: "", sessionId: "", type: "tool", callId: id, input: {}, output: EMPTY_TEXT, metadata: {} };
}
