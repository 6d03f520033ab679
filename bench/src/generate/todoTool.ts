import type { JsonObject } from "@opencode-kit/client/protocol";
import type { MessageRef, RunWriter } from "./RunWriter.ts";
import { phrase } from "./texts.ts";
import type { ToolCall } from "./ToolWriter.ts";
import { ToolWriter } from "./ToolWriter.ts";

/** The root session's list of todos: OpenCode tells it four times with each change. */
export function todoTool(run: RunWriter, message: MessageRef): ToolCall {
  const todos = nextTodos(run);
  let tool: ToolWriter | undefined;
  return {
    files: [],
    *start() {
      tool = new ToolWriter(run, message, "todowrite");
      yield tool.pending();
      run.truth.todos = todos;
      yield run.event("todo.updated", { sessionID: message.sessionId, todos });
      yield tool.running({ todos });
    },
    *work() {
      if (tool === undefined) return;
      const output = JSON.stringify(todos, undefined, 2);
      tool.printed(output, "");
      const title = `${todos.filter(({ status }) => status !== "completed").length} todos`;
      run.count("title", title);
      yield tool.completed(output, title, { todos, truncated: false });
    },
  };
}

/** The list goes on: one is done and the next one begun, or a new list comes. */
function nextTodos({ random, truth }: RunWriter): readonly JsonObject[] {
  const open = truth.todos.findIndex(({ status }) => status !== "completed");
  if (open === -1) {
    return Array.from({ length: random.int(3, 8) }, (_, i) => ({
      content: phrase(random, random.int(20, 60)),
      status: i === 0 ? "in_progress" : "pending",
      priority: random.pick(["high", "medium", "low"]),
    }));
  }
  return truth.todos.map((todo, i) => {
    if (i === open) return { ...todo, status: "completed" };
    return i === open + 1 ? { ...todo, status: "in_progress" } : todo;
  });
}
