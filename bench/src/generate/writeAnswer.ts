import type { JsonObject } from "@opencode-kit/client/protocol";
import { bashTool } from "./bashTool.ts";
import { editTool, readTool, writeTool } from "./fileTools.ts";
import type { MessageRef, RunWriter, TimedEvent } from "./RunWriter.ts";
import { SessionWriter } from "./SessionWriter.ts";
import { phrase, prose } from "./texts.ts";
import { todoTool } from "./todoTool.ts";
import type { ToolCall } from "./ToolWriter.ts";
import { ToolWriter } from "./ToolWriter.ts";

/** The steps that answer a prompt: each is a message of its own, as OpenCode 1.18 makes them. Returns the last text. */
export function* writeAnswer(session: SessionWriter, prompt: JsonObject, steps: number): Generator<TimedEvent, string> {
  let text = "";
  for (let i = 1; i <= steps; i++) text = yield* writeStep(session, prompt, i === 1, i === steps);
  return text;
}

function* writeStep(
  session: SessionWriter,
  prompt: JsonObject,
  isFirst: boolean,
  isLast: boolean,
): Generator<TimedEvent, string> {
  const { run } = session;
  const { random } = run;
  const created = run.now;
  const promptId = String(prompt["id"]);
  yield session.status("busy");
  if (random.chance(0.003)) {
    yield session.retry("Overloaded: the provider has too much to do");
    run.wait(300, 500);
  }
  const message = run.newMessage(session.id);
  yield session.answer(message, promptId, created, {});
  yield session.updated(true);
  yield session.diff();
  if (isFirst) yield session.promptUpdated(prompt);
  yield session.status("busy");
  run.wait(10, 60);
  const before = run.ids.hash();
  yield session.stepStart(message, before);
  if (!isFirst) yield session.promptUpdated(prompt);
  if (random.chance(0.42)) {
    const reasoning = yield* openText(run, message, "reasoning");
    yield* writeText(run, reasoning, random.int(3, 18));
    yield closeText(run, reasoning);
  }
  const calls = isLast ? [] : chooseTools(session, message);
  let text: OpenText | undefined;
  if (isLast || random.chance(0.75)) {
    text = yield* openText(run, message, "text");
    yield* writeText(run, text, isLast ? random.int(4, 14) : random.int(4, 18));
  }
  for (const call of calls) yield* call.start();
  if (text !== undefined) yield closeText(run, text);
  yield* interleaved(run, calls);
  yield* endStep(session, message, promptId, created, before, calls);
  return text?.pieces.join("") ?? "";
}

function* endStep(
  session: SessionWriter,
  message: MessageRef,
  promptId: string,
  created: number,
  before: string,
  calls: readonly ToolCall[],
): Generator<TimedEvent> {
  const { run } = session;
  const finish = calls.length === 0 ? "stop" : "tool-calls";
  const tokens = session.newTokens();
  const files = calls.flatMap((call) => call.files);
  run.wait(5, 40);
  yield session.stepFinish(message, files.length === 0 ? before : run.ids.hash(), finish, tokens);
  yield session.answer(message, promptId, created, { finish }, tokens);
  if (files.length > 0) yield session.patch(message, before, files);
  yield session.answer(message, promptId, created, { completed: run.now, finish }, tokens);
}

function chooseTools(session: SessionWriter, message: MessageRef): readonly ToolCall[] {
  const { run, isRoot } = session;
  const { random } = run;
  const second = random.chance(0.12) ? [bashTool(run, message, isRoot)] : [];
  return [chooseTool(session, message, random.next()), ...second];
}

function chooseTool(session: SessionWriter, message: MessageRef, choice: number): ToolCall {
  const { run, isRoot } = session;
  if (!isRoot) return choice < 0.7 ? bashTool(run, message, false) : readTool(run, message);
  if (choice < 0.5) return bashTool(run, message, true);
  if (choice < 0.66) return readTool(run, message);
  if (choice < 0.82) return editTool(run, message);
  if (choice < 0.91) return writeTool(run, message);
  return choice < 0.97 ? todoTool(run, message) : taskTool(session, message);
}

/** Calls of one step run at the same time. */
function* interleaved(run: RunWriter, calls: readonly ToolCall[]): Generator<TimedEvent> {
  const running = calls.map((call) => call.work());
  while (running.length > 0) {
    const at = run.random.int(0, running.length - 1);
    const next = running[at]?.next();
    if (next === undefined || next.done === true) running.splice(at, 1);
    else yield next.value;
  }
}

type OpenText = {
  readonly part: JsonObject & { readonly id: string };
  readonly start: number;
  readonly pieces: string[];
};

function* openText(run: RunWriter, message: MessageRef, type: "text" | "reasoning"): Generator<TimedEvent, OpenText> {
  const part = { ...run.newPart(message), type };
  const start = run.now;
  run.addText("texts", part.id, "");
  yield run.part({ ...part, text: "", time: { start } });
  return { part, start, pieces: [] };
}

function* writeText(run: RunWriter, { part, pieces }: OpenText, count: number): Generator<TimedEvent> {
  const { messageID = "", sessionID = "", id } = part;
  for (let i = 0; i < count; i++) {
    run.wait(2, 8);
    const delta = prose(run.random, run.random.int(10, 60));
    pieces.push(delta);
    run.addText("texts", id, delta);
    run.count(part["type"] === "text" ? "answer" : "reasoning", delta);
    yield run.event("message.part.delta", { sessionID, messageID, partID: id, field: "text", delta });
  }
}

function closeText(run: RunWriter, { part, start, pieces }: OpenText): TimedEvent {
  return run.part({ ...part, text: pieces.join(""), time: { start, end: run.now } });
}

/** A subagent in a session of its own, with a few steps; its last answer is the tool's output. */
function taskTool(parent: SessionWriter, message: MessageRef): ToolCall {
  const { run } = parent;
  const { random } = run;
  let tool: ToolWriter | undefined;
  return {
    files: [],
    *start() {
      tool = new ToolWriter(run, message, "task");
      yield tool.pending();
    },
    *work() {
      if (tool === undefined) return;
      const description = phrase(random, random.int(12, 40));
      const input = { description, prompt: prose(random, random.int(120, 600)), subagent_type: "general" };
      const child = new SessionWriter(run, `${description} (@general subagent)`, parent.id);
      yield child.created();
      const model = { modelID: "scripted", providerID: "demo" };
      const metadata = { parentSessionId: parent.id, sessionId: child.id, model };
      yield tool.running(input, { title: description, metadata });
      yield child.updated(false);
      const prompt = yield* child.prompt(input.prompt);
      yield tool.running(input, { title: description, metadata });
      const text = yield* writeAnswer(child, prompt, random.int(2, 4));
      yield child.status("busy");
      yield child.status("idle");
      yield run.event("session.idle", { sessionID: child.id });
      const [head, tail] = [`<task id="${child.id}" state="completed">\n<task_result>\n`, "\n</task_result>\n</task>"];
      tool.printed(head + text + tail, head + tail);
      yield tool.completed(head + text + tail, description, { ...metadata, truncated: false });
      yield child.updated();
      yield child.diff();
    },
  };
}
