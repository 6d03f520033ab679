import { readFileSync } from "node:fs";
import type { OpenCodeEvent, OpenCodeRecord } from "../src/opencode/index.ts";
import { parseOpenCodeEvent, toRunEvents } from "../src/opencode/index.ts";
import type { JsonObject } from "../src/protocol/index.ts";
import { isObject } from "../src/protocol/index.ts";
import type { RunState } from "../src/state/index.ts";
import { initialRunState, reduceRunAll } from "../src/state/index.ts";

export const CONTEXT = { directory: "/workspace" };

/** A recording of OpenCode's own stream. */
export type RecordedStream = {
  readonly sessionId: string;
  readonly events: readonly OpenCodeEvent[];
  /** The last answer to `GET /session/{id}/message`, if the recording has one. */
  readonly record: OpenCodeRecord | undefined;
};

export function readRecording(name: string): RecordedStream {
  const text = readFileSync(new URL(`./${name}.jsonl`, import.meta.url), "utf8");
  const events: OpenCodeEvent[] = [];
  let sessionId = "";
  let messages: readonly JsonObject[] | undefined;
  for (const line of text.trim().split("\n")) {
    const http: unknown = (JSON.parse(line) as { __http?: unknown }).__http;
    if (isObject(http)) {
      const response = http["response"];
      const path = String(http["path"]);
      if (sessionId === "" && path === "/session" && isObject(response)) sessionId = String(response["id"]);
      if (path === `/session/${sessionId}/message` && Array.isArray(response)) messages = response as JsonObject[];
      continue;
    }
    const event = parseOpenCodeEvent(line);
    if (event === undefined) continue;
    const info = event.properties["info"];
    if (sessionId === "" && event.type === "session.created" && isObject(info)) sessionId = String(info["id"]);
    events.push(event);
  }
  return { sessionId, events, record: messages === undefined ? undefined : { messages } };
}

/** A run that just started on the session. */
export function startedRun(sessionId: string): RunState {
  const run = initialRunState({ id: "run", prompt: "go", status: "working", createdAt: 0, sessionId });
  return reduceRunAll(run, [{ type: "session.set", session: { id: sessionId } }]);
}

export function foldStream(state: RunState, events: readonly OpenCodeEvent[]): RunState {
  let next = state;
  for (const event of events) next = reduceRunAll(next, toRunEvents(next, event, CONTEXT));
  return next;
}

/** What a run shows, short enough to be reviewed by eye. */
export function digest(state: RunState): readonly string[] {
  const lines = [`status ${state.status}`];
  for (const session of Object.values(state.sessions)) {
    lines.push(session.parentId === undefined ? "root session" : `child session ${session.title ?? ""}`);
    for (const messageId of session.messageIds) {
      const message = state.messages.get(messageId);
      const end = message?.completedAt === undefined ? "" : " ended";
      lines.push(` ${message?.role ?? "?"}${end}${message?.error === undefined ? "" : ` error ${message.error.code}`}`);
      for (const partId of message?.partIds ?? []) lines.push(`  ${partLine(state, partId)}`);
    }
  }
  for (const todo of state.todos) lines.push(`todo ${todo.status}: ${todo.content}`);
  for (const diff of state.diffs) lines.push(`diff ${diff.status} ${diff.path} +${diff.additions} -${diff.deletions}`);
  for (const request of state.pending) lines.push(`pending ${request.kind}`);
  if (state.error !== undefined) lines.push(`error ${state.error.code}: ${state.error.message}`);
  if (state.retry) lines.push(`retry ${state.retry.attempt}: ${state.retry.message}`);
  lines.push(`usage ${state.usage.input} in, ${state.usage.output} out`);
  return lines;
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
      return `${part.tool} ${part.status}${exit === undefined ? "" : ` exit ${String(exit)}`}: ${chars} ${output}`;
    }
    case "patch":
      return `patch ${part.files.join(" ")}`;
    case "other":
      return `other ${part.kind}`;
    default:
      return part?.type ?? "missing";
  }
}
