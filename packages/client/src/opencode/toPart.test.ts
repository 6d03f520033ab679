import { describe, expect, it } from "vitest";
import { foldStream, readRecording, startedRun } from "../../recordings/readRecording.ts";
import type { Part, ToolPart } from "../protocol/index.ts";
import { countUnknown, selectChildSessionId, selectMessageIds } from "../state/index.ts";
import { parseOpenCodeEvent } from "./OpenCodeEvent.ts";
import type { JsonObject } from "./readers.ts";
import { toPart } from "./toPart.ts";

const IDS = { id: "prt", messageID: "msg", sessionID: "ses" };
const BASE = { id: "prt", messageId: "msg", sessionId: "ses" };
const part = (raw: JsonObject): Part | undefined => toPart({ ...IDS, ...raw }, "/workspace");

describe("a part", () => {
  const error = { name: "APIError", data: { message: "Overloaded", statusCode: 529, isRetryable: true } };

  it.each<[string, JsonObject, object]>([
    [
      "retry",
      { type: "retry", attempt: 2, error, time: { created: 5 } },
      {
        type: "retry",
        attempt: 2,
        createdAt: 5,
        error: { code: "provider_failed", providerMessage: "Overloaded", statusCode: 529, retryable: true },
      },
    ],
    ["compaction", { type: "compaction", auto: true }, { type: "compaction", isAuto: true }],
    [
      "subtask",
      { type: "subtask", prompt: "p", description: "d", agent: "a" },
      { type: "subtask", prompt: "p", description: "d", agent: "a" },
    ],
    [
      "patch",
      { type: "patch", hash: "h", files: ["/workspace/a/b.ts", "/elsewhere/c"] },
      { type: "patch", hash: "h", files: ["a/b.ts", "/elsewhere/c"] },
    ],
    [
      "step",
      { type: "step-finish", reason: "stop", cost: 1, tokens: { input: 2, output: 3 } },
      {
        type: "step-finish",
        reason: "stop",
        usage: { input: 2, output: 3, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 1 },
      },
    ],
    [
      "image",
      { type: "file", mime: "image/png", filename: "a.png", url: "data:image/png;base64,AAAA" },
      { type: "file", mime: "image/png", filename: "a.png", bytes: 3 },
    ],
    [
      "linked file",
      { type: "file", mime: "text/plain", url: "file:///workspace/a.txt" },
      { type: "file", mime: "text/plain", url: "file:a.txt" },
    ],
    ["type to come", { type: "hologram", beams: 3 }, { type: "other", kind: "hologram", data: { beams: 3 } }],
  ])("of a %s has what it says", (_name, raw, expected) => {
    expect(part(raw)).toMatchObject({ ...BASE, ...expected });
    expect(JSON.stringify(part(raw))).not.toContain("base64");
  });

  it("that lacks an id is none", () => {
    expect(toPart({ type: "text", text: "?" }, "/workspace")).toBeUndefined();
  });
});

describe("a tool's files", () => {
  it("are named relative to the workspace, in inputs and patches, and never in contents", () => {
    const raw: JsonObject = {
      type: "tool",
      tool: "edit",
      callID: "c",
      state: {
        status: "completed",
        input: { filePath: "/workspace/src/a.ts", oldString: "/workspace/x", newString: "y" },
        output: "ok",
        metadata: {
          diff: "Index: /workspace/src/a.ts\n===\n--- /workspace/src/a.ts\n+++ /workspace/src/a.ts\n@@ -1,1 +1,1 @@\n-/workspace/x\n+y\n",
          filediff: { file: "/workspace/src/a.ts", patch: "a copy" },
        },
      },
    };
    expect(part(raw)).toMatchObject({
      input: { filePath: "src/a.ts", oldString: "/workspace/x" },
      metadata: { diff: "--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n-/workspace/x\n+y\n" },
    });
    expect(JSON.stringify(part(raw))).not.toContain("a copy");
  });
});

describe("diagnostics", () => {
  it("come from tools' metadata, by file, and go when a later check finds none", () => {
    const at = (line: number) => ({ start: { line, character: 4 }, end: { line, character: 9 } });
    const tool = (id: string, list: readonly JsonObject[]) => ({
      type: "message.part.updated",
      properties: {
        part: {
          ...IDS,
          id,
          type: "tool",
          tool: "write",
          callID: id,
          state: { status: "completed", input: {}, metadata: { diagnostics: { "/workspace/a.ts": list } } },
        },
      },
    });
    const message = {
      type: "message.updated",
      properties: { info: { id: "msg", sessionID: "ses", role: "assistant", time: {} } },
    };
    const found = [
      { range: at(0), severity: 1, message: "Cannot find name 'x'.", source: "typescript", code: 2304 },
      { range: at(6), severity: 2, message: "unused" },
    ];
    const broken = foldStream(startedRun("ses"), [message, tool("p1", found)]);
    expect([...broken.diagnostics]).toEqual([
      [
        "a.ts",
        [
          {
            path: "a.ts",
            line: 1,
            column: 5,
            endLine: 1,
            endColumn: 10,
            severity: "error",
            message: "Cannot find name 'x'.",
            source: "typescript",
            code: "2304",
          },
          { path: "a.ts", line: 7, column: 5, endLine: 7, endColumn: 10, severity: "warning", message: "unused" },
        ],
      ],
    ]);
    expect(foldStream(broken, [tool("p2", [])]).diagnostics.size).toBe(0);
  });
});

describe("subagents", () => {
  it("hang from the tool part that started them, to any depth, while they run", () => {
    const { sessionId, events } = readRecording("nested_subagents");
    const depths: number[] = [];
    let state = startedRun(sessionId);
    for (const event of events) {
      state = foldStream(state, [event]);
      let depth = 0;
      let at: string | undefined = sessionId;
      while (at !== undefined) {
        const parts: readonly Part[] = selectMessageIds(state, at).flatMap((id) =>
          (state.messages.get(id)?.partIds ?? []).flatMap((partId) => state.parts.get(partId) ?? []),
        );
        const task = parts.find((each): each is ToolPart => each.type === "tool" && each.tool === "task");
        at = task === undefined ? undefined : selectChildSessionId(state, task);
        if (at !== undefined && selectMessageIds(state, at).length > 0) depth++;
      }
      depths.push(depth);
    }
    expect([...new Set(depths)]).toEqual([0, 1, 2]);
    expect(state.usage).toEqual(
      sum(
        Object.values(state.sessions).map(({ usage }) => usage.input),
        state.usage,
      ),
    );
  });
});

function sum<T extends { readonly input: number }>(inputs: readonly number[], usage: T): T {
  return { ...usage, input: inputs.reduce((a, b) => a + b, 0) };
}

describe("events of unknown type", () => {
  it("are counted by type with a sample of the first, without growing for ever", () => {
    const events = Array.from({ length: 200 }, (_, i) => ({
      type: `session.dream.${i % 60}`,
      properties: { sessionID: "ses", text: "z".repeat(2_000) },
    }));
    const { unknown, messageCount } = foldStream(startedRun("ses"), events);
    expect(countUnknown(unknown)).toBe(200);
    expect(Object.keys(unknown.counts)).toHaveLength(26);
    expect(JSON.stringify(unknown).length).toBeLessThan(16_000);
    expect(messageCount).toBe(0);
  });
});

describe("parseOpenCodeEvent", () => {
  it("unwraps the stream of all folders and keeps the others out", () => {
    const wrapped = (directory: string, payload: JsonObject): string => JSON.stringify({ directory, payload });
    const event = { type: "session.idle", properties: { sessionID: "s" } };
    expect(parseOpenCodeEvent(wrapped("/a", event), "/a")).toEqual(event);
    expect(parseOpenCodeEvent(wrapped("/b", event), "/a")).toBeUndefined();
    expect(parseOpenCodeEvent(wrapped("/a", { type: "sync", syncEvent: event }), "/a")).toBeUndefined();
    expect(parseOpenCodeEvent(JSON.stringify(event), "/a")).toEqual(event);
    for (const text of ["", "{", "[]", "7", "null", `{"type":5}`]) expect(parseOpenCodeEvent(text)).toBeUndefined();
  });
});
