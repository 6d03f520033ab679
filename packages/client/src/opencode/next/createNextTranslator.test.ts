import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { digest, journal } from "../../../recordings/digest.ts";
import { foldStream, readRecording, runEventsOf, startedRun } from "../../../recordings/readRecording.ts";
import type { RunState } from "../../state/index.ts";
import { selectAsked } from "../../state/index.ts";
import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import type { JsonObject } from "../readers.ts";
import { isJsonObject, object, objects, text } from "../readers.ts";
import type { NextTranslator } from "./createNextTranslator.ts";
import { createNextTranslator } from "./createNextTranslator.ts";
import type { PartKind } from "./partId.ts";
import { partId } from "./partId.ts";

const SESSION = "ses_1";
const USER = "msg_001user";
const ANSWER = "msg_002answer";
const MODEL = { id: "scripted", providerID: "demo", variant: "default" };
const NO_TOKENS = { input: 1, output: 2, reasoning: 0, cache: { read: 0, write: 0 } };

/** An event of the family at a second of a minute, of the answer where nothing else is named. */
function next(name: string, second: number, fields: JsonObject = {}): OpenCodeEvent {
  const timestamp = `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
  const properties = { sessionID: SESSION, assistantMessageID: ANSWER, timestamp, ...fields };
  return { type: `session.next.${name}`, properties };
}

const PROMPTED = next("prompted", 1, { messageID: USER, prompt: { text: "go" }, delivery: "steer" });
const STARTED = next("step.started", 2, { agent: "build", model: MODEL });
const ENDED = next("step.ended", 50, { finish: "stop", cost: 0.5, tokens: NO_TOKENS, files: [] });

function say(name: string, second: number, whole: string): readonly OpenCodeEvent[] {
  return [
    next("text.started", second, { textID: name }),
    next("text.delta", second, { textID: name, delta: whole }),
    next("text.ended", second + 1, { textID: name, text: whole }),
  ];
}

function translateAll(events: readonly OpenCodeEvent[], translator = createNextTranslator()): readonly OpenCodeEvent[] {
  return events.flatMap((event) => translator.translate(event));
}

function fold(events: readonly OpenCodeEvent[], translator?: NextTranslator): RunState {
  return foldStream(startedRun(SESSION), translateAll(events, translator));
}

const ONE_ANSWER = [PROMPTED, STARTED, ...say("text-0", 3, "Hello"), ENDED];
const ONE_ANSWER_TOLD = [
  "status working",
  "root session",
  " user",
  '  text: "go"',
  " assistant ended",
  "  step-start",
  '  text: "Hello"',
  "  step-finish stop",
  "usage 1 in, 2 out",
];

describe("streams of a real server (1.18.33) for sessions prompted at /api/session", () => {
  it.each(["next_tools", "next_permission", "next_errors"])("%s leaves nothing untold", (name) => {
    const { sessionId, events } = readRecording(name);
    const translated = translateAll(events);
    expect(translated.filter(({ type }) => /\.next\.|\.v2\./.test(type))).toEqual([]);
    const state = foldStream(startedRun(sessionId), translated);
    expect(state.openMessageIds).toEqual([]);
    expect(state.runningToolIds).toEqual([]);
  });

  it("shows files that tools wrote, patched and read", () => {
    const { sessionId, events } = readRecording("next_tools");
    const lines = digest(foldStream(startedRun(sessionId), translateAll(events)));
    expect(lines).toContain('  bash completed exit 3: 8 "failing\\n"');
    expect(lines).toContain('  read completed: 17 "alpha\\nBETA\\ngamma\\n"');
    expect(lines).toContain(
      '  edit error (Could not find oldString in the file. It must match exactly, including whitespac): 0 ""',
    );
    expect(lines).toContain("  patch edit.txt src/new.txt");
    expect(lines.filter((line) => line.startsWith("diff"))).toEqual([
      "diff modified edit.txt +1 -1 by tool",
      "diff added patched.txt +1 -0 by tool",
      "diff added src/new.txt +2 -0 by tool",
    ]);
  });

  it("waits for a person while a permission or a question is open", () => {
    const { sessionId, events } = readRecording("next_permission");
    const way = journal(runEventsOf(startedRun(sessionId), translateAll(events)));
    expect(way.filter((line) => !line.startsWith("became"))).toEqual([
      "asks bash echo asked",
      "answered once",
      "asks edit asked.txt",
      "answered once",
      "asks",
      "answered answered",
      "asks bash echo rejected",
      "answered reject",
    ]);
  });

  it("reads the provider's refusal out of a failed step's text", () => {
    const { sessionId, events } = readRecording("next_errors");
    const { error } = foldStream(startedRun(sessionId), translateAll(events));
    expect(error).toMatchObject({
      code: "provider_auth",
      statusCode: 401,
      providerMessage: "Incorrect API key provided.",
    });
  });

  it("gives the parts of an answer the places that the family's own record has for them", () => {
    const { sessionId, events } = readRecording("next_tools");
    const state = foldStream(startedRun(sessionId), translateAll(events));
    const answers = recordOf("next_tools").filter((message) => message["type"] === "assistant");
    expect(answers).toHaveLength(8);
    const listed = answers.flatMap((answer) =>
      objects(answer, "content").map(({ type, id, text: words }, i) => {
        const part = state.parts.get(partId(String(answer["id"]), i + 1, type as PartKind));
        const found = part?.type === "tool" ? part.callId : part !== undefined && "text" in part ? part.text : part;
        return { expected: type === "tool" ? id : words, found };
      }),
    );
    expect(listed).toHaveLength(12);
    expect(listed.filter(({ expected, found }) => expected !== found)).toEqual([]);
  });
});

/** `GET /api/session/{id}/message` in a recording. */
function recordOf(name: string): readonly JsonObject[] {
  const url = new URL(`../../../recordings/${name}.jsonl`, import.meta.url);
  for (const line of readFileSync(url, "utf8").trim().split("\n")) {
    const value: unknown = JSON.parse(line);
    const http = isJsonObject(value) ? object(value, "__http") : {};
    if (/\/api\/.*\/message/.test(text(http, "path") ?? "")) return objects(object(http, "response"), "data");
  }
  return [];
}

describe("events that come twice, late or not at all", () => {
  it("tells nothing twice when every event has a twin that was kept for a replay", () => {
    const twins = ONE_ANSWER.flatMap((event) => {
      const isKept = !event.type.endsWith(".delta");
      return isKept ? [event, { ...event, type: `${event.type}.${event.type.includes("step") ? 2 : 1}` }] : [event];
    });
    expect(translateAll(twins)).toEqual(translateAll(ONE_ANSWER));
    expect(digest(fold(twins))).toEqual(ONE_ANSWER_TOLD);
  });

  it("ends in the same state when the whole stream is heard again", () => {
    const translator = createNextTranslator();
    const state = fold([...ONE_ANSWER, ...ONE_ANSWER], translator);
    expect(digest(state)).toEqual(ONE_ANSWER_TOLD);
    expect(digest(foldStream(state, translateAll(ONE_ANSWER)))).toEqual(ONE_ANSWER_TOLD);
  });

  it("drops a piece of a text whose start was lost, and tells the whole text at its end", () => {
    const lost = ONE_ANSWER.filter(({ type }) => !type.endsWith("text.started"));
    expect(translateAll(lost).some(({ type }) => type === "message.part.delta")).toBe(false);
    expect(digest(fold(lost))).toEqual(ONE_ANSWER_TOLD);
  });

  it("opens an answer whose start was lost, for the agent and the model that were last asked", () => {
    const switched = [next("agent.switched", 0, { agent: "plan" }), next("model.switched", 0, { model: MODEL })];
    const state = fold([...switched, PROMPTED, ...say("text-0", 3, "Hello"), ENDED]);
    expect(digest(state)).toEqual(ONE_ANSWER_TOLD);
    const answer = state.messages.get(ANSWER);
    expect(answer).toMatchObject({ parentId: USER });
    expect(answer && selectAsked(state, answer)).toMatchObject({ agent: "plan", modelID: "scripted" });
  });

  it("takes an answer as ended when the next one begins", () => {
    const [, ...second] = ONE_ANSWER.map((event) => ({
      ...event,
      properties: { ...event.properties, assistantMessageID: "msg_003" },
    }));
    const state = fold([PROMPTED, STARTED, ...say("text-0", 3, "First"), ...second]);
    expect(state.openMessageIds).toEqual([]);
    expect(state.messages.get(ANSWER)?.completedAt).toBe(Date.UTC(2026, 0, 1, 0, 0, 2));
  });

  it("keeps a tool that ends after its step, and what the step's end said before", () => {
    const call = { callID: "call_1", provider: { executed: false } };
    const events = [
      STARTED,
      next("tool.called", 3, { ...call, tool: "bash", input: { command: "ls" } }),
      ENDED,
      next("step.failed", 50, { error: { type: "unknown", message: "Too late" } }),
      next("tool.success", 51, { ...call, structured: {}, content: [{ type: "text", text: "a\n" }] }),
      next("tool.failed", 52, { ...call, error: { type: "unknown", message: "Too late" } }),
      next("step.failed", 53, { error: { type: "unknown", message: "Too late" } }),
      next("text.started", 54, { textID: "late" }),
    ];
    const lines = digest(fold(events));
    expect(lines).toContain('  bash completed: 2 "a\\n"');
    expect(lines.filter((line) => line.startsWith("  "))).toHaveLength(3);
    expect(lines.some((line) => line.includes("error"))).toBe(false);
  });

  it("takes a text of the same name at another time as another text, as after a retry", () => {
    const retried = next("retried", 5, { attempt: 1, error: { message: "Overloaded", isRetryable: true } });
    const state = fold([PROMPTED, STARTED, ...say("text-0", 3, "Hel"), retried, ...say("text-0", 7, "Hello"), ENDED]);
    const texts = digest(state).filter((line) => line.startsWith("  text"));
    expect(texts).toEqual(['  text: "go"', '  text: "Hel"', '  text: "Hello"']);
    expect(state.retry ?? undefined).toBeUndefined();
  });

  it("never throws, whatever the fields are", () => {
    const names = new Set([...ONE_ANSWER.map(({ type }) => type), ...NAMES.map((name) => `session.next.${name}`)]);
    const values = [null, 1, "x", [], {}, [null], { text: 1 }, true];
    const fields = ["messageID", "assistantMessageID", "callID", "textID", "reasoningID", "prompt", "model", "error"];
    const others = ["structured", "content", "timestamp", "delta", "text", "files", "tokens", "input", "output"];
    const translator = createNextTranslator();
    for (const type of names) {
      translator.translate({ type, properties: {} });
      for (const value of values) {
        for (const key of [...fields, ...others]) {
          const { properties } = next("any", 1, { messageID: "m", callID: "c", textID: "t", text: "t", [key]: value });
          expect(() => foldStream(startedRun(SESSION), translator.translate({ type, properties }))).not.toThrow();
        }
      }
    }
  });
});

const NAMES = [
  "agent.switched",
  "model.switched",
  "moved",
  "prompt.admitted",
  "context.updated",
  "synthetic",
  "shell.started",
  "shell.ended",
  "step.failed",
  "reasoning.started",
  "reasoning.delta",
  "reasoning.ended",
  "tool.input.started",
  "tool.input.delta",
  "tool.input.ended",
  "tool.called",
  "tool.progress",
  "tool.success",
  "tool.failed",
  "retried",
  "compaction.started",
  "compaction.delta",
  "compaction.ended",
  "revert.staged",
  "revert.cleared",
  "revert.committed",
];

describe("a server that tells a session in both families", () => {
  const { sessionId, events } = readRecording("hello");
  const classic = digest(foldStream(startedRun(sessionId), events));
  const same = ONE_ANSWER.map((event) => ({ ...event, properties: { ...event.properties, sessionID: sessionId } }));

  it("passes classic events on unchanged", () => {
    expect(translateAll(events)).toEqual(events);
  });

  it.each([
    ["after", [...events, ...same]],
    ["before", [...same, ...events]],
    ["between", events.flatMap((event, i) => [event, ...same.slice(i, i + 1)])],
  ])("counts nothing twice when the others come %s", (_when, both) => {
    expect(digest(foldStream(startedRun(sessionId), translateAll(both)))).toEqual(classic);
  });

  it("says of which sessions the classic record has nothing", () => {
    const translator = createNextTranslator();
    translateAll([...ONE_ANSWER, ...same], translator);
    expect([SESSION, sessionId, "ses_other"].map(translator.speaksNext)).toEqual([true, true, false]);
    translateAll(events, translator);
    expect([SESSION, sessionId].map(translator.speaksNext)).toEqual([true, false]);
  });

  it("knows each session for itself", () => {
    expect(digest(fold([...events, ...ONE_ANSWER]))).toEqual(ONE_ANSWER_TOLD);
  });
});

describe("what a session is told besides answers", () => {
  it("names agent and model of a prompt as they were switched before it, or as its answer has them", () => {
    const created = { type: "session.created", properties: { info: { id: SESSION, agent: "plan", model: MODEL } } };
    const told = fold([created, PROMPTED]).messages.get(USER);
    expect(told).toMatchObject({ agent: "plan", modelID: "scripted", providerID: "demo" });
    const switched = fold([created, next("agent.switched", 0, { agent: "build" }), PROMPTED]).messages.get(USER);
    expect(switched).toMatchObject({ agent: "build" });
    expect(fold([PROMPTED]).messages.get(USER)?.agent).toBeUndefined();
    expect(fold([PROMPTED, STARTED]).messages.get(USER)).toMatchObject({ agent: "build", modelID: "scripted" });
  });

  it("shows a prompt when it enters the conversation, not when it is admitted to the queue", () => {
    const admitted = { ...PROMPTED, type: "session.next.prompt.admitted" };
    expect(translateAll([admitted])).toEqual([]);
    expect(translateAll([admitted, PROMPTED])).toEqual(translateAll([PROMPTED]));
  });

  it("adds a server's text to the prompt of the same moment, else tells it as a message of its own", () => {
    const added = next("synthetic", 1, { messageID: "msg_001z", text: "read base.txt" });
    const later = next("synthetic", 60, { messageID: "msg_009", text: "by the way" });
    expect(digest(fold([PROMPTED, added, added, STARTED, added, ENDED, later, later])).slice(2)).toEqual([
      " user",
      '  text: "go"',
      '  text synthetic: "read base.txt"',
      " assistant ended",
      "  step-start",
      "  step-finish stop",
      " user",
      '  text synthetic: "by the way"',
      "usage 1 in, 2 out",
    ]);
  });

  it("announces a retry, and that it was made when the model answers", () => {
    const retried = next("retried", 3, { attempt: 2, error: { message: "Overloaded", isRetryable: true } });
    const way = journal(
      runEventsOf(startedRun(SESSION), translateAll([PROMPTED, STARTED, retried, ...say("t", 5, "Hi")])),
    );
    expect(way).toEqual(["retries: 2, Overloaded", "goes on"]);
  });

  it("sends what a command added to its output, and marks one that was stopped", () => {
    const call = { callID: "call_1", structured: {} };
    const grown = (second: number, output: string): OpenCodeEvent =>
      next("tool.progress", second, { ...call, content: [{ type: "text", text: output }] });
    const events = [
      STARTED,
      next("tool.input.started", 3, { ...call, name: "bash" }),
      next("tool.called", 4, { ...call, tool: "bash", input: { command: "seq 3" } }),
      grown(5, "1\n"),
      grown(6, "1\n2\n"),
      next("tool.failed", 7, { ...call, error: { type: "unknown", message: "Tool execution interrupted" } }),
    ];
    const appended = runEventsOf(startedRun(SESSION), translateAll(events)).filter(
      ({ type }) => type === "part.append",
    );
    expect(appended).toMatchObject([{ text: "1\n" }, { text: "2\n" }]);
    const part = fold(events).parts.get(partId(ANSWER, 1, "tool"));
    expect(part).toMatchObject({
      status: "error",
      startedAt: Date.UTC(2026, 0, 1, 0, 0, 4),
      metadata: { interrupted: true },
    });
  });

  it("keeps an image that a tool read out of the output", () => {
    const call = { callID: "call_1", tool: "read", input: { path: "a.png" } };
    const structured = { name: "a.png", content: "aGk=", encoding: "base64", mime: "image/png" };
    const read = fold([
      STARTED,
      next("tool.called", 3, call),
      next("tool.success", 4, { ...call, structured, content: [] }),
    ]);
    expect(read.parts.get(partId(ANSWER, 1, "tool"))).toMatchObject({
      output: { chars: 0 },
      metadata: { name: "a.png" },
      attachments: [{ mime: "image/png", filename: "a.png", bytes: 2 }],
    });
  });

  it("takes a compaction back that came to nothing", () => {
    const started = next("compaction.started", 1, { messageID: "msg_000", reason: "auto" });
    const lines = digest(fold([started, PROMPTED]));
    expect(lines.slice(2, 5)).toEqual([" user", "  compaction", " assistant summary"]);
    expect(digest(fold([started, ...ONE_ANSWER]))).toEqual(ONE_ANSWER_TOLD);
  });

  it("takes back what came after the message that a session was set back to", () => {
    const reverted = next("revert.committed", 59, { messageID: USER });
    expect(digest(fold([...ONE_ANSWER, reverted])).slice(2)).toEqual([" user", '  text: "go"', "usage 0 in, 0 out"]);
  });

  it("keeps a long answer's parts in their order", () => {
    const words = Array.from({ length: 12 }, (_, i) => `text ${i}`);
    const texts = words.flatMap((word, i) => say(word, i * 2 + 3, word));
    const lines = digest(fold([STARTED, ...texts, ENDED])).filter((line) => line.startsWith("  text"));
    expect(lines).toEqual(words.map((word) => `  text: "${word}"`));
  });

  it("passes on what it does not know, to be counted", () => {
    const event = next("work.settled", 1);
    expect(translateAll([event])).toEqual([event]);
  });
});

describe("what it remembers", () => {
  it("is little: sessions, messages and parts without an end give way to newer ones", () => {
    const translator = createNextTranslator();
    const begin = (sessionID: string, assistantMessageID: string): readonly OpenCodeEvent[] => {
      const own = { sessionID, assistantMessageID, textID: "t" };
      return translateAll([next("step.started", 1, own), next("text.started", 2, own)], translator);
    };
    const isKnown = (sessionID: string, assistantMessageID: string): boolean =>
      translator.translate(next("text.delta", 3, { sessionID, assistantMessageID, textID: "t", delta: "x" })).length >
      0;
    for (let i = 100; i < 400; i++) begin(`ses_${i}`, "msg_1");
    expect([isKnown("ses_100", "msg_1"), isKnown("ses_399", "msg_1")]).toEqual([false, true]);
    for (let i = 100; i < 400; i++) begin("ses_399", `msg_${i}`);
    expect([isKnown("ses_399", "msg_100"), isKnown("ses_399", "msg_399")]).toEqual([false, true]);
  });
});
