import type { Part, ToolPart } from "@opencode-kit/client/protocol";
import type { RunMessage, RunState } from "@opencode-kit/client/state";
import { isCut, selectMessageIds, toolTarget } from "@opencode-kit/client/state";
import type { Labels } from "../../labels/defaultLabels.ts";
import { formatCost, formatCount, formatDuration } from "../../lib/format.ts";
import { oneLine } from "../../lib/oneLine.ts";
import { tokensOf } from "./tokensOf.ts";

/** More of a tool's output is not put into a document, in UTF-16 code units. */
const MAX_OUTPUT_CHARS = 4000;

/** The run as a Markdown document: what was asked, what was said, what was done. */
export function toRunMarkdown(state: RunState, labels: Labels): string {
  const { title, prompt, modelID, usage, startedAt, endedAt } = state;
  const tokens = labels.tokens(formatCount(tokensOf(usage)));
  const facts = [
    labels.exportedStatus(labels.runStatus(state.status)),
    modelID === undefined ? "" : labels.exportedModel(oneLine(modelID)),
    startedAt === undefined || endedAt === undefined ? "" : labels.exportedTime(formatDuration(endedAt - startedAt)),
    labels.exportedUsage(usage.cost > 0 ? `${tokens}, ${formatCost(usage.cost)}` : tokens),
  ];
  const messages = selectMessageIds(state).flatMap((id) => {
    const message = state.messages.get(id);
    return message === undefined ? [] : [messageMarkdown(state, message, labels)];
  });
  const head = [
    `# ${escaped(oneLine(title ?? prompt))}`,
    facts
      .filter(Boolean)
      .map((fact) => `- ${escaped(fact)}`)
      .join("\n"),
  ];
  return `${[...head, ...messages, state.error === undefined ? "" : `> ${escaped(state.error.message)}`].filter(Boolean).join("\n\n")}\n`;
}

function messageMarkdown(state: RunState, message: RunMessage, labels: Labels): string {
  const parts = message.partIds.flatMap((id) => {
    const part = state.parts.get(id);
    return part === undefined ? [] : [partMarkdown(part, labels)];
  });
  const body = parts.filter(Boolean).join("\n\n");
  return body === "" ? "" : `## ${message.role === "user" ? labels.you : labels.agentSaid}\n\n${body}`;
}

function partMarkdown(part: Part, labels: Labels): string {
  switch (part.type) {
    case "text":
      if (part.synthetic) return "";
      return (part.skipped ?? 0) > 0 ? `*${labels.exportedCut}*\n\n…${part.text.trim()}` : part.text.trim();
    case "reasoning":
      return part.text.trim() === "" ? "" : quoted(part.text.trim());
    case "tool":
      return toolMarkdown(part, labels);
    case "file":
      return `- ${escaped(oneLine(part.filename ?? part.url ?? labels.file))}`;
    case "compaction":
      return `*${labels.compacted}*`;
    case "retry":
      return quoted(`${labels.attemptFailed(part.attempt)} ${part.error.message}`);
    case "subtask":
      return quoted(`${labels.subtask(part.agent)} ${part.description ?? oneLine(part.prompt)}`);
    default:
      return "";
  }
}

function toolMarkdown(part: ToolPart, labels: Labels): string {
  const target = oneLine(toolTarget(part));
  const what = `**${escaped(oneLine(labels.toolName(part.tool)))}**${target === "" ? "" : ` ${inlineCode(target)}`}`;
  const how = part.status === "completed" ? "" : ` (${labels.toolState(part.status)})`;
  const { head, tail } = part.output;
  const output = part.error ?? (isCut(part.output) ? `${head}\n…\n${tail}` : head + tail);
  const shown = output.length > MAX_OUTPUT_CHARS ? `${output.slice(0, MAX_OUTPUT_CHARS)}\n…` : output;
  return shown.trim() === "" ? `${what}${how}` : `${what}${how}\n\n${fenced(shown.trimEnd())}`;
}

/** What is no Markdown stays what it is. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|]/g, String.raw`\$&`);
}

function quoted(text: string): string {
  return text.replaceAll(/^/gm, "> ");
}

/** A run of back quotes that is longer than any in the text. */
function quotes(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(Math.max(least, longest + 1));
}

function inlineCode(text: string): string {
  const mark = quotes(text, 1);
  return mark.length === 1 ? `\`${text}\`` : `${mark} ${text} ${mark}`;
}

function fenced(text: string): string {
  const mark = quotes(text, 3);
  return `${mark}\n${text}\n${mark}`;
}
