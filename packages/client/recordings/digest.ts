import type { RunEvent } from "../src/protocol/index.ts";
import type { RunState } from "../src/state/index.ts";
import { selectDiffs } from "../src/state/index.ts";

/** What a run shows, short enough to be reviewed by eye. */
export function digest(state: RunState): readonly string[] {
  const lines = [`status ${state.status}`];
  for (const session of Object.values(state.sessions)) {
    lines.push(session.parentId === undefined ? "root session" : `child session ${session.title ?? ""}`);
    for (const messageId of session.messageIds) {
      const message = state.messages.get(messageId);
      const end = message?.completedAt === undefined ? "" : " ended";
      const summary = message?.isSummary === true ? " summary" : "";
      const error = message?.error === undefined ? "" : ` error ${message.error.code}`;
      lines.push(` ${message?.role ?? "?"}${summary}${end}${error}`);
      for (const partId of message?.partIds ?? []) lines.push(`  ${partLine(state, partId)}`);
    }
  }
  for (const todo of state.todos) lines.push(`todo ${todo.status}: ${todo.content}`);
  for (const diff of selectDiffs(state)) {
    const from = diff.previousPath === undefined ? "" : ` from ${diff.previousPath}`;
    const flags = `${diff.isBinary === true ? " binary" : ""}${diff.isPatchOmitted === true ? " patch unknown" : ""}`;
    lines.push(`diff ${diff.status} ${diff.path}${from} +${diff.additions} -${diff.deletions} by ${diff.source}${flags}`);
  }
  for (const path of state.filesEdited) lines.push(`edited ${path}`);
  for (const list of state.diagnostics.values()) {
    for (const { path, line, severity, message } of list) lines.push(`${severity} ${path}:${line} ${message}`);
  }
  for (const request of state.pending) lines.push(`pending ${request.kind}`);
  if (state.error !== undefined) lines.push(`error ${state.error.code}: ${state.error.message}`);
  if (state.error?.providerMessage !== undefined) lines.push(`provider said: ${state.error.providerMessage}`);
  if (state.retry) lines.push(`retry ${state.retry.attempt}: ${state.retry.message}`);
  lines.push(`usage ${state.usage.input} in, ${state.usage.output} out`);
  return lines;
}

/** What happened on the way, of which the end shows nothing. */
export function journal(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event): readonly string[] => {
    switch (event.type) {
      case "run.patch": {
        const { status, retry, title } = event.patch;
        return [
          ...(title === undefined ? [] : [`titled ${title}`]),
          ...(status === undefined ? [] : [`became ${status}`]),
          ...(retry === undefined ? [] : [retry === null ? "goes on" : `retries: ${retry.attempt}, ${retry.message}`]),
        ];
      }
      case "pending.set": {
        const { request } = event;
        return [request.kind === "permission" ? `asks ${request.permission} ${request.patterns.join(" ")}` : "asks"];
      }
      case "pending.remove":
        return [`answered ${event.outcome}`];
      case "message.remove":
        return ["a message removed"];
      case "unknown.add":
        return [`unknown ${event.kind}`];
      default:
        return [];
    }
  });
}

function partLine(state: RunState, id: string): string {
  const part = state.parts.get(id);
  switch (part?.type) {
    case "text":
    case "reasoning":
      return `${part.type}${part.synthetic ? " synthetic" : ""}: ${JSON.stringify(part.text.slice(0, 60))}`;
    case "tool": {
      const { head, tail, chars } = part.output;
      const output = JSON.stringify((head + tail).slice(0, 40));
      const exit = part.metadata["exit"];
      const files = part.attachments?.map(({ mime, bytes }) => ` with ${mime} of ${bytes} bytes`).join("") ?? "";
      const error = part.error === undefined ? "" : ` (${part.error.slice(0, 80)})`;
      const end = `${exit === undefined ? "" : ` exit ${String(exit)}`}${error}${files}`;
      return `${part.tool} ${part.status}${end}: ${chars} ${output}`;
    }
    case "patch":
      return `patch ${part.files.join(" ")}`;
    case "file":
      return `file ${part.filename ?? ""} ${part.mime} ${part.bytes ?? "?"} bytes`;
    case "step-finish":
      return `step-finish ${part.reason ?? ""}`;
    case "retry":
      return `retry ${part.attempt} ${part.error.code}`;
    case "subtask":
      return `subtask ${part.description ?? part.prompt}`;
    case "other":
      return `other ${part.kind}`;
    default:
      return part?.type ?? "missing";
  }
}
