import type { Tool } from "ai";
import { asSchema } from "ai";
import { describe, expect, it } from "vitest";
import type { RoomNamespace, RoomStub } from "./runInRoom.ts";
import { opencodeTask } from "./opencodeTask.ts";
import type { OpenCodeTaskRoomOptions } from "./opencodeTask.ts";
import type { OpenCodeTaskOutput } from "./runTaskInRoom.ts";
import type { OpenCodeTaskInput } from "./taskInput.ts";
import { TASK_INPUT } from "./taskInput.ts";

const USAGE = { input: 1, output: 2, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 };
const COUNTS = { messages: 1, files: 0, additions: 0, deletions: 0, commands: 0 };

/** A fake of a room's stub: it answers as told. */
function fakeRoom(stub: Partial<RoomStub>): RoomNamespace {
  const refuse = () => Promise.reject(new Error("not expected"));
  return { getByName: () => ({ runCommand: refuse, awaitRun: refuse, ...stub }) };
}

async function outputsOf(
  tool: Tool<OpenCodeTaskInput, OpenCodeTaskOutput>,
  abortSignal?: AbortSignal,
): Promise<OpenCodeTaskOutput[]> {
  const outputs: OpenCodeTaskOutput[] = [];
  const call = { toolCallId: "call_1", messages: [], context: {}, ...(abortSignal && { abortSignal }) };
  const running = tool.execute?.({ prompt: "go" }, call as never);
  for await (const output of running as AsyncIterable<OpenCodeTaskOutput>) outputs.push(output);
  return outputs;
}

describe("the tool's input", () => {
  const schema = asSchema(TASK_INPUT);

  it("is told to the outer model as JSON Schema", async () => {
    expect(await schema.jsonSchema).toMatchObject({
      type: "object",
      required: ["prompt"],
      properties: { prompt: { type: "string" }, sessionId: { type: "string" }, outputFile: { type: "string" } },
    });
  });

  it.each([
    [{ prompt: "go" }, { prompt: "go" }],
    [{ prompt: "go", sessionId: "", outputFile: "", why: 1 }, { prompt: "go" }],
    [
      { prompt: "go", sessionId: "ses_1", outputFile: "a.csv" },
      { prompt: "go", sessionId: "ses_1", outputFile: "a.csv" },
    ],
  ])("takes %j", async (value, read) => {
    expect(await schema.validate?.(value)).toEqual({ success: true, value: read });
  });

  it.each([
    null,
    "go",
    {},
    { prompt: " \n" },
    { prompt: 1 },
    { prompt: "x".repeat(200_001) },
    { prompt: "go", sessionId: 1 },
  ])("refuses %j", async (value) => {
    expect(await schema.validate?.(value)).toMatchObject({ success: false });
  });
});

describe("the tool's options", () => {
  it.each([
    [{}, "either `room` or `sandbox`"],
    [{ room: {}, sandbox: {}, name: "a" }, "either `room` or `sandbox`"],
    [{ room: {} }, "needs `name`"],
    [{ sandbox: {}, name: "a" }, "`env` and `storage`"],
    [{ room: {}, name: "a", credentials: [] }, "takes no `credentials`"],
    [{ room: {}, name: "a", userConfig: {} }, "takes no `userConfig`"],
  ])("%j are refused at once", (options, message) => {
    expect(() => opencodeTask(options as unknown as OpenCodeTaskRoomOptions)).toThrow(message);
  });

  it("choose the words that tell the outer model what it is for", () => {
    const room = fakeRoom({});
    expect(opencodeTask({ room, name: "a", description: "Mine." }).description).toBe("Mine.");
    expect(opencodeTask({ room, name: "a" }).description).toContain("coding task");
  });
});

describe("a task in a room", () => {
  const line = { id: "run", status: "working", seq: 7, usage: USAGE, waiting: 0, counts: COUNTS } as const;

  it("says what there is to say, and ends with all of it", async () => {
    const asked: unknown[] = [];
    const files = [{ file: "a.ts", status: "added", additions: 1, deletions: 0 }] as const;
    const ended = { ...line, status: "complete", sessionId: "ses_1", summary: "Done.", files } as const;
    const news = [
      { line, mark: "1" },
      { line: { ...ended, counts: { ...COUNTS, files: 1 } }, mark: "2" },
    ];
    const room = fakeRoom({
      runCommand: async (command) => {
        asked.push(command);
        return { ok: true, value: { runId: "run", disposition: "started" } };
      },
      awaitRun: async () => news.shift(),
    });
    const tool = opencodeTask({ room, name: "mine", budget: { hard: { tokens: 9 } } });
    const outputs = await outputsOf(tool);
    expect(asked).toMatchObject([{ name: "submit", prompt: "go", budget: { hard: { tokens: 9 } } }]);
    expect(outputs).toMatchObject([
      { room: "mine", runId: "run", status: "working", phase: "working", seq: 7 },
      { room: "mine", runId: "run", status: "complete", phase: "complete", sessionId: "ses_1", summary: "Done." },
    ]);
    const output = outputs.at(-1);
    const told = await tool.toModelOutput?.({ toolCallId: "call_1", input: { prompt: "go" }, output: output as never });
    expect(told).toEqual({
      type: "text",
      value: "Status: complete\nSession: ses_1\nChanged files: 1\n- added a.ts (+1 -0)\n\nDone.",
    });
  });

  it("that the room refuses ends with why", async () => {
    const error = { code: "budget_exceeded", message: "Nothing is left." } as const;
    const room = fakeRoom({ runCommand: async () => ({ ok: false, error }) });
    const outputs = await outputsOf(opencodeTask({ room, name: "mine" }));
    expect(outputs).toMatchObject([
      { status: "error", phase: "error", runId: "", error: error.message, errorInfo: error },
    ]);
  });

  it("that is aborted before it begins asks nothing of the room", async () => {
    const [output, ...more] = await outputsOf(opencodeTask({ room: fakeRoom({}), name: "mine" }), AbortSignal.abort());
    expect(output).toMatchObject({ status: "aborted", phase: "error", runId: "" });
    expect(more).toEqual([]);
  });

  it("is stopped by the signal of the options too", async () => {
    const abort = new AbortController();
    const asked: string[] = [];
    const room = fakeRoom({
      runCommand: async (command) => {
        asked.push(command.name);
        if (command.name === "submit") setTimeout(() => abort.abort(), 10);
        return { ok: true, value: { runId: "run" } };
      },
      awaitRun: async (_id, mark) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return { line: { ...line, status: asked.includes("stop") ? "aborted" : "working" }, mark: `${mark ?? ""}x` };
      },
    });
    const outputs = await outputsOf(opencodeTask({ room, name: "mine", signal: abort.signal }));
    expect(asked).toEqual(["submit", "stop"]);
    expect(outputs.at(-1)?.status).toBe("aborted");
  });
});
