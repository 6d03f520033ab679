import type { LeftProcess, Part, ProcessInfo, ToolPart } from "../protocol/index.ts";
import { defined, isRunOver } from "../protocol/index.ts";
import type { RunMessage, RunState } from "./RunState.ts";

/** What the run waits for now. */
export type Activity =
  | { readonly kind: "idle" }
  | { readonly kind: "sandbox" }
  | { readonly kind: "model" }
  | { readonly kind: "tool"; readonly tool: string; readonly title: string; readonly startedAt?: number }
  | { readonly kind: "person"; readonly count: number }
  | { readonly kind: "retry"; readonly attempt: number; readonly message: string; readonly next: number }
  | { readonly kind: "stopping" };

const IDLE: Activity = { kind: "idle" };
const NO_IDS: readonly string[] = [];

/** Ids of a session's messages; the root session's without `sessionId`. */
export function selectMessageIds(state: RunState, sessionId: string | undefined = state.sessionId): readonly string[] {
  return (sessionId === undefined ? undefined : state.sessions[sessionId]?.messageIds) ?? NO_IDS;
}

/** Whether the session has messages before those that are loaded. */
export function selectHasOlder(state: RunState, sessionId: string | undefined = state.sessionId): boolean {
  if (sessionId === undefined) return false;
  const session = state.sessions[sessionId];
  // A snapshot leaves out sessions that have ended long ago.
  if (session === undefined) return state.windowFrom !== undefined;
  return session.isPartial === true || session.messageIds.length < session.messageCount;
}

/** The session of the subagent that a `task` tool part started, once it is known. */
export function selectChildSessionId(state: RunState, part: ToolPart): string | undefined {
  const id = part.metadata["sessionId"];
  if (typeof id !== "string") return undefined;
  return state.sessions[id] !== undefined || selectHasOlder(state, id) ? id : undefined;
}

export function selectMessage(state: RunState, id: string): RunMessage | undefined {
  return state.messages.get(id);
}

type Asked = Pick<RunMessage, "agent" | "modelID" | "providerID">;

/** Which agent and model wrote an answer, or were asked by a prompt. */
export function selectAsked(state: RunState, message: RunMessage): Asked {
  return askedOf(message, state.messages.get(message.parentId ?? "") ?? state);
}

/** An answer names its agent and model only where they are not those of its prompt. */
export function askedOf(message: RunMessage, prompt: Asked): Asked {
  const isNamed = message.agent !== undefined || message.modelID !== undefined;
  const { agent, modelID, providerID } = isNamed ? message : prompt;
  return defined({ agent, modelID, providerID });
}

/** Commands that run now, as processes. */
export function selectRunningCommands(state: RunState): readonly LeftProcess[] {
  return state.runningToolIds.flatMap((id) => {
    const process = selectProcess(state, id);
    return process === undefined ? [] : [{ id, command: process.command }];
  });
}

export function selectPart(state: RunState, id: string): Part | undefined {
  return state.parts.get(id);
}

const processes = new WeakMap<ToolPart, ProcessInfo>();

/** The command that a tool part runs; the same object until the part changes. */
export function selectProcess(state: RunState, id: string): ProcessInfo | undefined {
  const part = state.parts.get(id);
  if (part?.type !== "tool") return undefined;
  let info = processes.get(part);
  if (info === undefined) processes.set(part, (info = toProcess(part)));
  return info;
}

function toProcess(part: ToolPart): ProcessInfo {
  const { command, description, workdir } = part.input;
  const exit = part.metadata["exit"];
  const status =
    part.status === "pending" || part.status === "running"
      ? "running"
      : part.status === "error"
        ? "failed"
        : exit === null
          ? "killed"
          : "exited";
  return {
    id: part.id,
    source: "tool",
    command: typeof command === "string" ? command : "",
    status,
    output: part.output,
    ...defined({
      description: typeof description === "string" ? description : undefined,
      cwd: typeof workdir === "string" ? workdir : undefined,
      exitCode: typeof exit === "number" ? exit : undefined,
      startedAt: part.startedAt,
      endedAt: part.endedAt,
    }),
  };
}

const activities = new WeakMap<RunState, Activity>();

/** What the run waits for now, most urgent first: a person, a retry, a tool, the model. */
export function selectActivity(state: RunState): Activity {
  let activity = activities.get(state);
  if (activity === undefined) activities.set(state, (activity = toActivity(state)));
  return activity;
}

function toActivity(state: RunState): Activity {
  if (isRunOver(state.status)) return IDLE;
  if (state.status === "stopping") return { kind: "stopping" };
  if (state.pending.length > 0) return { kind: "person", count: state.pending.length };
  if (state.status === "queued" || state.status === "starting") return { kind: "sandbox" };
  if (state.retry) return { kind: "retry", ...state.retry };
  const id = state.runningToolIds.at(-1);
  const part = id === undefined ? undefined : state.parts.get(id);
  if (part?.type === "tool") {
    return {
      kind: "tool",
      tool: part.tool,
      title: toolTarget(part),
      ...(part.startedAt === undefined ? {} : { startedAt: part.startedAt }),
    };
  }
  return { kind: "model" };
}

/** What a tool works on, in one line: its title, command, file or pattern. */
export function toolTarget(part: ToolPart): string {
  if (part.title !== undefined && part.title !== "") return part.title;
  for (const key of ["command", "filePath", "path", "pattern", "url", "description", "query"]) {
    const value = part.input[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return "";
}

/** The file that the run was asked to produce; not of a run that has ended without it. */
export function selectOutputFile({ outputFile, outputMissing }: RunState): string | undefined {
  return outputMissing === true ? undefined : outputFile;
}

/** The last text that the assistant wrote in the root session: what the run says it did. */
export function selectSummary(state: RunState): string | undefined {
  const ids = selectMessageIds(state);
  for (let i = ids.length - 1; i >= 0; i--) {
    const message = state.messages.get(ids[i] ?? "");
    if (message?.role !== "assistant" || message.isSummary === true) continue;
    for (let p = message.partIds.length - 1; p >= 0; p--) {
      const part = state.parts.get(message.partIds[p] ?? "");
      if (part?.type === "text" && part.text.trim() !== "") return part.text;
    }
  }
  return undefined;
}
