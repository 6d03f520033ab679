import { readdirSync } from "node:fs";
import type { ModelMessage, UIMessage } from "ai";
import { convertToModelMessages, validateUIMessages } from "ai";
import { describe, expect, expectTypeOf, test } from "vitest";
import { foldStream, readRecording, startedRun } from "../../../recordings/readRecording.ts";
import type { OpenCodeEvent } from "../../opencode/index.ts";
import type { RunEvent } from "../../protocol/index.ts";
import type { RunState } from "../index.ts";
import { reduceRunAll } from "../index.ts";
import type {
  OpenCodeToolUIPart,
  OpenCodeUIData,
  OpenCodeUIMessage,
  OpenCodeUIMetadata,
  OpenCodeUIPart,
} from "./OpenCodeUIMessage.ts";
import { toUIMessages } from "./toUIMessages.ts";

const RECORDINGS = readdirSync(new URL("../../../recordings/", import.meta.url))
  .filter((file) => file.endsWith(".jsonl"))
  .map((file) => file.slice(0, -6));

const END: RunEvent = { type: "run.patch", patch: { status: "complete", endedAt: 1 } };

/** The state after each event of a recording, the first before any. */
function statesOf(name: string): readonly RunState[] {
  const { sessionId, events } = readRecording(name);
  const states = [startedRun(sessionId)];
  for (const event of events) states.push(foldStream(states.at(-1) as RunState, [event]));
  return states;
}

function folded(name: string): RunState {
  return statesOf(name).at(-1) as RunState;
}

/** The state after the last event that is followed by one that `isNext`. */
function before(name: string, isNext: (event: OpenCodeEvent) => boolean): RunState {
  const { sessionId, events } = readRecording(name);
  return foldStream(startedRun(sessionId), events.slice(0, events.findIndex(isNext)));
}

function partsOf(messages: readonly OpenCodeUIMessage[]): readonly OpenCodeUIPart[] {
  return messages.flatMap(({ parts }) => parts);
}

/** What is gone of `old` although something new in `now` says the same. */
function remade<T>(old: readonly T[], now: readonly T[]): readonly T[] {
  const added = new Set(now.filter((each) => !old.includes(each)).map((each) => JSON.stringify(each)));
  return old.filter((each) => !now.includes(each) && added.has(JSON.stringify(each)));
}

function toolsOf(messages: readonly OpenCodeUIMessage[]): readonly OpenCodeToolUIPart[] {
  return partsOf(messages).filter((part) => part.type === "dynamic-tool");
}

function toolStates(state: RunState): readonly string[] {
  return toolsOf(toUIMessages(state)).map((tool) => `${tool.toolName} ${tool.state}`);
}

/** The conversation as its parts' types, one line a message. */
function shapeOf(state: RunState, sessionId?: string): readonly string[] {
  const messages = toUIMessages(state, sessionId === undefined ? {} : { sessionId });
  return messages.map(({ role, parts }) => `${role}: ${parts.map(({ type }) => type).join(" ")}`);
}

async function checked(state: RunState, sessionId: string): Promise<readonly ModelMessage[]> {
  const messages = toUIMessages(state, { sessionId });
  if (messages.length === 0) return [];
  const valid = await validateUIMessages<OpenCodeUIMessage>({ messages });
  expect(valid).toEqual(messages);
  return convertToModelMessages(messages);
}

function contentOf(messages: readonly ModelMessage[]): readonly { readonly type: string }[] {
  return messages.flatMap<{ readonly type: string }>(({ content }) =>
    typeof content === "string" ? [{ type: "text", text: content }] : content,
  );
}

/** Texts that people and models wrote, sorted. */
function textsOf(state: RunState, sessionId: string): readonly string[] {
  const texts: string[] = [];
  for (const part of state.parts) {
    if (part.sessionId === sessionId && part.type === "text" && !part.synthetic && part.text !== "") {
      texts.push(part.text);
    }
  }
  return texts.sort();
}

describe("every recording", () => {
  test.each(RECORDINGS)("%s is a conversation that the AI SDK takes", async (name) => {
    const state = reduceRunAll(folded(name), [END]);
    for (const sessionId of Object.keys(state.sessions)) {
      const model = await checked(state, sessionId);
      const content = contentOf(model);
      const texts = content.flatMap((part) => (part.type === "text" && "text" in part ? [String(part.text)] : []));
      expect(texts.sort()).toEqual(textsOf(state, sessionId));
      const ids = (type: string): readonly unknown[] =>
        content.filter((part) => part.type === type).map((part) => ("toolCallId" in part ? part.toolCallId : ""));
      expect(ids("tool-result")).toEqual(ids("tool-call"));
      for (const { role, content: parts } of model) expect([role, parts.length]).not.toEqual([role, 0]);
    }
  });

  test.each(RECORDINGS)("%s is valid at every moment", async (name) => {
    for (const state of statesOf(name)) {
      const messages = toUIMessages(state);
      if (messages.length === 0) continue;
      await validateUIMessages({ messages });
      const content = contentOf(await convertToModelMessages(messages, { ignoreIncompleteToolCalls: true }));
      const count = (type: string): number => content.filter((part) => part.type === type).length;
      expect(count("tool-result")).toBe(count("tool-call"));
    }
  });

  test.each(RECORDINGS)("%s keeps what an event does not change", (name) => {
    const states = statesOf(name);
    for (let i = 1; i < states.length; i++) {
      const [was, is] = [states[i - 1] as RunState, states[i] as RunState];
      const old = toUIMessages(was);
      const now = toUIMessages(is);
      expect(remade(partsOf(old), partsOf(now))).toEqual([]);
      const isUntouched = ({ metadata }: OpenCodeUIMessage): boolean =>
        metadata.messageIds.every((id) => was.messages.get(id) === is.messages.get(id));
      expect(remade(old, now.filter(isUntouched))).toEqual([]);
      expect(now === old).toBe(now.length === old.length && now.every((message, at) => message === old[at]));
    }
  });
});

test("a message is one of the AI SDK's", () => {
  expectTypeOf<OpenCodeUIMessage>().toExtend<UIMessage<OpenCodeUIMetadata, OpenCodeUIData>>();
  expectTypeOf<OpenCodeUIMessage>().toExtend<UIMessage>();
  expectTypeOf(toUIMessages).returns.toExtend<UIMessage[]>();
});

test("a run without a session has no messages", () => {
  const { sessionId: _, ...run } = startedRun("ses_1");
  expect(toUIMessages(run)).toEqual([]);
  expect(toUIMessages(run)).toBe(toUIMessages(run));
});

test("the steps of one answer are one message", () => {
  const state = folded("permission_once");
  expect(shapeOf(state)).toEqual([
    "user: text",
    "assistant: step-start text dynamic-tool step-start text dynamic-tool step-start text",
  ]);
  const [, answer] = toUIMessages(state);
  const steps = [...state.messages].filter(({ role }) => role === "assistant");
  expect(answer?.id).toBe(steps[0]?.id);
  expect(answer?.metadata).toMatchObject({
    messageIds: steps.map(({ id }) => id),
    createdAt: steps[0]?.createdAt,
    completedAt: steps[2]?.completedAt,
    usage: { input: 210, output: 45 },
    finish: "stop",
    modelID: "scripted",
  });
});

test("the answers of two prompts stay two messages", () => {
  expect(shapeOf(folded("two_prompts_queued")).map((line) => line.split(":")[0])).toEqual([
    "user",
    "assistant",
    "user",
    "assistant",
  ]);
});

test("a text is streaming until it ends", () => {
  const { sessionId, events } = readRecording("hello");
  const states = statesOf("hello").map((state) => toUIMessages(state).at(-1)?.parts.at(-1));
  expect(states).toContainEqual(expect.objectContaining({ type: "text", state: "streaming" }));
  expect(states.at(-1)).toMatchObject({ type: "text", state: "done" });
  const cut = foldStream(
    startedRun(sessionId),
    events.slice(
      0,
      states.findIndex((part) => part?.type === "text" && part.state === "streaming"),
    ),
  );
  const over = reduceRunAll(cut, [END]);
  expect(partsOf(toUIMessages(over))).not.toContainEqual(expect.objectContaining({ state: "streaming" }));
});

test("a text that lacks its beginning says so", () => {
  const state = folded("hello");
  const text = [...state.parts].findLast(({ type }) => type === "text");
  const cut = reduceRunAll(state, [{ type: "part.set", part: { ...text, skipped: 7 } as never }]);
  expect(toUIMessages(cut).at(-1)?.parts.at(-1)).toMatchObject({
    providerMetadata: { opencode: { partId: text?.id, skipped: 7 } },
  });
});

describe("a tool", () => {
  test("that asks is approval-requested, with what it asks after it", () => {
    const state = before("permission_once", ({ type }) => type === "permission.replied");
    const parts = toUIMessages(state).at(-1)?.parts ?? [];
    expect(parts.map(({ type }) => type)).toEqual(["step-start", "text", "dynamic-tool", "data-opencode-permission"]);
    const [request] = state.pending;
    expect(parts[2]).toMatchObject({ state: "approval-requested", approval: { id: request?.id } });
    expect(parts[3]).toMatchObject({ id: request?.id, data: request });
  });

  test("that was allowed goes on and is done", () => {
    expect(toolStates(folded("permission_once"))).toEqual(["bash output-available", "bash output-available"]);
    expect(toolStates(folded("permission_always"))).not.toContain("bash approval-requested");
    const [tool] = toolsOf(toUIMessages(folded("permission_once")));
    expect(tool).toMatchObject({ output: "two\n", toolMetadata: { metadata: { exit: 0 } } });
  });

  test("that was refused is denied with the person's words", () => {
    expect(toolStates(folded("permission_reject"))).toEqual(["write output-denied", "edit output-error"]);
    const [tool] = toolsOf(toUIMessages(folded("permission_reject")));
    expect(tool).toMatchObject({ approval: { approved: false, reason: "please do not do that" } });
  });

  test("that was refused without a word, or by a rule, is denied", () => {
    const state = folded("permission_reject");
    const id = [...state.parts].find(({ type }) => type === "tool")?.id ?? "";
    const failed = (error: string): OpenCodeToolUIPart | undefined =>
      toolsOf(toUIMessages(reduceRunAll(state, [{ type: "part.patch", id, patch: { error } }])))[0];
    expect(failed("The user rejected permission to use this specific tool call.")).toMatchObject({
      state: "output-denied",
      approval: { id, approved: false },
    });
    const rule = "The user has specified a rule which prevents you from using this specific tool call. Here are …";
    expect(failed(rule)).toMatchObject({ state: "output-denied", approval: { reason: rule, isAutomatic: true } });
    expect(failed("It says: The user rejected permission")).toMatchObject({ state: "output-error" });
  });

  test("that was stopped while it asked failed, whatever still waits", () => {
    const state = folded("permission_abort_while_asked");
    expect(toolStates(state)).toEqual(["write output-error"]);
  });

  test("of a command that was stopped keeps its output", () => {
    const [tool] = toolsOf(toUIMessages(folded("abort_bash")));
    expect(tool).toMatchObject({ state: "output-available", output: "tick 1\ntick 2\ntick 3\n" });
  });

  test("that runs has its output so far beside it", () => {
    const outputs = statesOf("abort_bash").flatMap((state) => toolsOf(toUIMessages(state)));
    expect(outputs).toContainEqual(expect.objectContaining({ state: "input-streaming" }));
    expect(outputs).toContainEqual(
      expect.objectContaining({
        state: "input-available",
        toolMetadata: expect.objectContaining({ output: "tick 1\ntick 2\n" }),
      }),
    );
  });

  test("that does not exist failed under the name that was called", () => {
    const [tool] = toolsOf(toUIMessages(folded("err_unknown_tool")));
    expect(tool).toMatchObject({ toolName: "nope", state: "output-error" });
    expect(tool?.state === "output-error" && tool.errorText).toContain("unavailable tool 'nope'");
  });

  test("that a crash cut off is interrupted once another answer begins, or the run is over", () => {
    const state = before(
      "kill9_restart",
      ({ type, properties }) => type === "message.part.updated" && JSON.stringify(properties).includes("[[hello"),
    );
    expect(toolStates(state)).toEqual(["bash input-available"]);
    expect(toolStates(reduceRunAll(state, [END]))).toEqual(["bash output-error"]);
    const [tool] = toolsOf(toUIMessages(folded("kill9_restart")));
    expect(tool).toMatchObject({ state: "output-error", errorText: "Interrupted." });
    expect(tool?.toolMetadata.output).toContain("tick 6");
  });

  test("says where a long output is cut", () => {
    const [tool] = toolsOf(toUIMessages(folded("bash_big_output")));
    expect(tool).toMatchObject({ state: "output-available", toolMetadata: { isOutputCut: true } });
    expect(tool?.state === "output-available" && tool.output).toMatch(/\n… \d+ characters left out …\n/);
  });
});

test("a question waits after its tool until it is answered", () => {
  const isReplied = ({ type }: OpenCodeEvent): boolean => type === "question.replied";
  const state = before("question", isReplied);
  expect(shapeOf(state).at(-1)).toBe("assistant: step-start text dynamic-tool data-opencode-question");
  expect(toolStates(state)).toEqual(["question input-available"]);
  expect(shapeOf(folded("question")).at(-1)).toBe("assistant: step-start text dynamic-tool step-start text");
  expect(toolStates(folded("question"))).toEqual(["question output-available"]);
  expect(toolStates(folded("question_reject"))).toEqual(["question output-error"]);
});

test("a request without a tool stands at the end, those of other sessions do not", () => {
  const base = { kind: "question", questions: [] } as const;
  const { sessionId = "" } = folded("hello");
  const state = reduceRunAll(folded("hello"), [
    { type: "pending.set", request: { ...base, id: "que_1", sessionId } },
    { type: "pending.set", request: { ...base, id: "que_2", sessionId: "ses_other" } },
  ]);
  expect(shapeOf(state).at(-1)).toBe("assistant: step-start text data-opencode-question");
  expect(shapeOf(reduceRunAll(state, [END])).at(-1)).toBe("assistant: step-start text");
});

test("a subagent has a transcript of its own, which its tool names", () => {
  const state = folded("task_subagent");
  const [task] = toolsOf(toUIMessages(state));
  expect(task).toMatchObject({ toolName: "task", state: "output-available" });
  expect(shapeOf(state, task?.toolMetadata.subagentSessionId)).toEqual([
    "user: text",
    "assistant: step-start text dynamic-tool step-start text",
  ]);
});

test("the todos stand once, after the tool that wrote them last", () => {
  const state = folded("todos");
  const parts = partsOf(toUIMessages(state));
  const at = parts.findLastIndex((part) => part.type === "dynamic-tool" && part.toolName === "todowrite");
  expect(parts[at + 1]).toEqual({ type: "data-opencode-todo", id: state.sessionId, data: { todos: state.todos } });
  expect(parts.filter(({ type }) => type === "data-opencode-todo")).toHaveLength(1);
});

test("a person's attachments are files, what OpenCode made of them is hidden", () => {
  const [message] = toUIMessages(folded("attach_prompt"));
  expect(message?.parts.map(({ type }) => type)).toEqual([
    "text",
    "data-opencode-file",
    "data-opencode-file",
    "data-opencode-file",
  ]);
  expect(message?.parts[1]).toMatchObject({ data: { mime: "image/png", filename: "pic.png" } });
});

test("a message of files alone has their names, one on the web is a file of the AI SDK", () => {
  const run = startedRun("ses_1");
  const base = { messageId: "msg_1", sessionId: "ses_1", type: "file", mime: "image/png" } as const;
  const state = reduceRunAll(run, [
    { type: "message.set", message: { id: "msg_1", sessionId: "ses_1", role: "user", createdAt: 1 } },
    { type: "part.set", part: { ...base, id: "prt_1", filename: "a.png" } },
    { type: "part.set", part: { ...base, id: "prt_2" } },
  ]);
  expect(toUIMessages(state)[0]?.parts[0]).toEqual({ type: "text", text: "a.png, image/png", state: "done" });
  const url = "https://example.com/b.png";
  const linked = reduceRunAll(state, [{ type: "part.set", part: { ...base, id: "prt_3", url } }]);
  expect(shapeOf(linked)).toEqual(["user: data-opencode-file data-opencode-file file"]);
});

test("the mark of a compaction is a note that no model sees", async () => {
  const state = folded("compaction");
  expect(shapeOf(state)).toEqual([
    "user: text",
    "assistant: step-start text",
    "assistant: data-opencode-compaction",
    "assistant: step-start text",
    "user: text",
    "assistant: step-start text",
  ]);
  expect(toUIMessages(state)[3]?.metadata.isSummary).toBe(true);
  expect((await convertToModelMessages(toUIMessages(state))).map(({ role }) => role)).toEqual([
    "user",
    "assistant",
    "assistant",
    "user",
    "assistant",
  ]);
});

test("other parts are data, a subtask's prompt is also a text", () => {
  const base = { messageId: "msg_1", sessionId: "ses_1" } as const;
  const error = { code: "provider_limit", message: "Wait." } as const;
  const state = reduceRunAll(startedRun("ses_1"), [
    { type: "message.set", message: { id: "msg_0", sessionId: "ses_1", role: "user", createdAt: 1 } },
    {
      type: "part.set",
      part: { ...base, messageId: "msg_0", id: "prt_0", type: "subtask", prompt: "look", agent: "x" },
    },
    { type: "message.set", message: { id: "msg_1", sessionId: "ses_1", role: "assistant", createdAt: 2 } },
    { type: "part.set", part: { ...base, id: "prt_1", type: "patch", files: ["a.ts"] } },
    { type: "part.set", part: { ...base, id: "prt_2", type: "retry", attempt: 1, error } },
    { type: "part.set", part: { ...base, id: "prt_3", type: "other", kind: "new", data: { a: 1 } } },
  ]);
  expect(toUIMessages(state).map(({ parts }) => parts)).toEqual([
    [
      { type: "text", text: "look", state: "done" },
      { type: "data-opencode-subtask", id: "prt_0", data: { prompt: "look", agent: "x" } },
    ],
    [
      { type: "step-start" },
      { type: "data-opencode-patch", id: "prt_1", data: { files: ["a.ts"] } },
      { type: "data-opencode-retry", id: "prt_2", data: { attempt: 1, error } },
      { type: "data-opencode-other", id: "prt_3", data: { kind: "new", data: { a: 1 } } },
    ],
  ]);
});

test("an answer that failed says why", () => {
  const answer = toUIMessages(folded("err_401")).at(-1);
  expect(answer?.metadata.error?.code).toBe("provider_auth");
});
