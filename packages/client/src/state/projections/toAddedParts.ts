import type { PendingPermission, PendingRequest, Todo, ToolPart } from "../../protocol/index.ts";
import type { RunMessage, RunState } from "../RunState.ts";
import { createMemo } from "./createMemo.ts";
import type { OpenCodeUIPart } from "./OpenCodeUIMessage.ts";

/** What a session shows that is not in its messages. */
export type AddedParts = {
  /** The messages that have any of it, beside what stands at the end. */
  readonly messageIds: ReadonlySet<string>;
  /** What waits before a tool goes on, by the id of its part. */
  readonly permissions: ReadonlyMap<string, PendingPermission>;
  /** What follows a part, by its id. */
  readonly after: ReadonlyMap<string, readonly OpenCodeUIPart[]>;
  /** What follows the last answer. */
  readonly atEnd: readonly OpenCodeUIPart[];
};

const requestParts = createMemo<OpenCodeUIPart>();
const todoParts = createMemo<OpenCodeUIPart>();

/**
 * The requests that wait and the todos of a session, each beside its tool where that is known.
 *
 * @param live The message that may still change; no other tool can wait.
 */
export function toAddedParts(
  state: RunState,
  sessionId: string,
  messageIds: readonly string[],
  live: RunMessage | undefined,
): AddedParts {
  const added = {
    messageIds: new Set<string>(),
    permissions: new Map<string, PendingPermission>(),
    after: new Map<string, OpenCodeUIPart[]>(),
    atEnd: [] as OpenCodeUIPart[],
  };
  const add = (tool: ToolPart | undefined, part: OpenCodeUIPart): void => {
    if (tool === undefined) added.atEnd.push(part);
    else {
      added.messageIds.add(tool.messageId);
      added.after.set(tool.id, [...(added.after.get(tool.id) ?? []), part]);
    }
  };
  const todos = state.todosBySession[sessionId] ?? [];
  if (todos.length > 0) add(lastTodoWrite(state, messageIds), toTodoPart(sessionId, todos));
  if (live === undefined) return added;
  for (const request of state.pending) {
    if (request.sessionId !== sessionId) continue;
    const tool = findTool(state, live, (part) => isLive(part) && part.callId === request.callId);
    if (tool !== undefined && request.kind === "permission" && !added.permissions.has(tool.id)) {
      added.permissions.set(tool.id, request);
    }
    add(tool, toRequestPart(request));
  }
  return added;
}

function isLive({ status }: ToolPart): boolean {
  return status === "pending" || status === "running";
}

/** The message's last tool part of which `test` is true. */
function findTool(state: RunState, message: RunMessage, test: (part: ToolPart) => boolean): ToolPart | undefined {
  for (let i = message.partIds.length - 1; i >= 0; i--) {
    const part = state.parts.get(message.partIds[i] ?? "");
    if (part?.type === "tool" && test(part)) return part;
  }
  return undefined;
}

function lastTodoWrite(state: RunState, messageIds: readonly string[]): ToolPart | undefined {
  for (let i = messageIds.length - 1; i >= 0; i--) {
    const message = state.messages.get(messageIds[i] ?? "");
    const tool = message && findTool(state, message, (part) => part.tool === "todowrite");
    if (tool !== undefined) return tool;
  }
  return undefined;
}

function toTodoPart(sessionId: string, todos: readonly Todo[]): OpenCodeUIPart {
  return todoParts(todos, [sessionId], () => ({ type: "data-opencode-todo", id: sessionId, data: { todos } }));
}

function toRequestPart(request: PendingRequest): OpenCodeUIPart {
  const { id } = request;
  return requestParts(request, [], () => {
    switch (request.kind) {
      case "permission":
        return { type: "data-opencode-permission", id, data: request };
      case "question":
        return { type: "data-opencode-question", id, data: request };
      default:
        return { type: "data-opencode-budget", id, data: request };
    }
  });
}
