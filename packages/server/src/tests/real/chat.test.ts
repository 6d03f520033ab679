import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isObject } from "@opencode-kit/client/protocol";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scenario } from "../../testing/index.ts";
import { startScriptedModel } from "../../testing/index.ts";
import type { OpenCodeTaskOutput } from "../../tool/runTaskInRoom.ts";
import type { ChatRequest } from "./ChatRequest.ts";
import { FAULT_PERMISSION, FAULT_SCENARIOS, FINISHED_NOTES, MAY_GO_ON, NOTES, PROMPTS } from "./faultScenarios.ts";
import { RealRooms } from "./RealRooms.ts";
import type { Agent } from "./transcript.ts";
import { until } from "./until.ts";

/** What a task may add to the outer model's context, in bytes. */
const CONTEXT_BYTES = 4_096;

const delegate: Scenario = {
  name: "delegate",
  matches: (prompt) => prompt.startsWith("Delegate: "),
  turn: ({ prompt, step, results }) =>
    step === 0
      ? { text: "I leave it to the agent.", tools: [{ tool: "opencode", input: { prompt: prompt.slice(10) } }] }
      : { text: `The agent says: ${results.join(" ")}` },
};

type Chunk = { readonly type: string; readonly [key: string]: unknown };

let rooms: RealRooms;
/** Bodies of the outer model's requests. */
let asked: string[] = [];

beforeAll(async () => {
  const outer = await startScriptedModel({
    pace: "fast",
    scenarios: [delegate],
    onRequest: (body) => asked.push(body),
  });
  rooms = await RealRooms.start(FAULT_SCENARIOS, FAULT_PERMISSION, outer);
});
afterAll(() => rooms?.close());

/** Says something in a chat, and reads what a page gets until the chat has answered. */
async function chat(
  request: ChatRequest,
  onChunk: (chunk: Chunk) => void = () => undefined,
): Promise<readonly Chunk[]> {
  const response = await fetch(`http://${rooms.host}/chat/${request.name}/say`, {
    method: "POST",
    body: JSON.stringify(request),
  });
  expect(response.status).toBe(200);
  const chunks: Chunk[] = [];
  let rest = "";
  for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const events = (rest + text).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const data = event.slice("data: ".length);
      if (data === "[DONE]") continue;
      const chunk = JSON.parse(data) as Chunk;
      chunks.push(chunk);
      onChunk(chunk);
    }
  }
  return chunks;
}

function outputsOf<T>(chunks: readonly Chunk[]): readonly T[] {
  return chunks.filter(({ type }) => type === "tool-output-available").map(({ output }) => output as T);
}

function textOf(chunks: readonly Chunk[]): string {
  return chunks.flatMap(({ type, delta }) => (type === "text-delta" ? [String(delta)] : [])).join("");
}

async function letGoOn(agent: Agent): Promise<void> {
  await writeFile(join(agent.directory, MAY_GO_ON), "");
}

async function readNotes(agent: Agent): Promise<string> {
  return readFile(join(agent.directory, NOTES), "utf8");
}

/** Bytes that a task has added to what the outer model reads. */
function addedContext(): number {
  const [first = "", last = ""] = [asked[0], asked.at(-1)];
  const messagesOf = (body: string): string => JSON.stringify((JSON.parse(body) as { messages: unknown }).messages);
  return Buffer.byteLength(messagesOf(last)) - Buffer.byteLength(messagesOf(first));
}

describe.each(["room", "sandbox"] as const)("a chat whose tool has a %s", (form) => {
  it("delegates a task and reads a short account of it", async () => {
    asked = [];
    const name = `chat-${form}`;
    const agent = await rooms.sandbox(name).openAgent();
    await letGoOn(agent);
    const chunks = await chat({ form, name, prompt: `Delegate: ${PROMPTS.work}` });
    expect(chunks.filter(({ type }) => type === "error" || type === "tool-output-error")).toEqual([]);
    expect(await readNotes(agent)).toBe(FINISHED_NOTES);

    const tools = chunks.filter(({ type }) => type === "tool-output-available");
    expect(tools.slice(0, -1).every(({ preliminary }) => preliminary === true)).toBe(true);
    expect(tools.at(-1)?.["preliminary"]).toBeUndefined();
    expect(tools.length).toBeGreaterThan(3);
    const last = outputsOf<OpenCodeTaskOutput | OpenCodeRunOutput>(chunks).at(-1);
    expect(last).toMatchObject({ status: "complete", phase: "complete", summary: expect.stringContaining("notes.md") });

    expect(textOf(chunks)).toContain("Status: complete");
    expect(textOf(chunks)).toContain("added notes.md (+3 -0)");
    expect(asked).toHaveLength(2);
    expect(addedContext()).toBeLessThan(CONTEXT_BYTES);
    await rooms.sandbox(name).stop();
  });

  it("stops the agent when it is aborted", async () => {
    const name = `chat-abort-${form}`;
    const agent = await rooms.sandbox(name).openAgent();
    const chatting = chat({ form, name, prompt: `Delegate: ${PROMPTS.family}` });
    const sessions = async (): Promise<readonly string[]> => {
      const status: unknown = await (await agent.fetch("/session/status")).json();
      return isObject(status) ? Object.keys(status) : [];
    };
    // The session and its subagent's.
    await until("two busy sessions", async () => (await sessions()).length === 2);
    await fetch(`http://${rooms.host}/chat/${name}/abort`, { method: "POST" });
    await chatting.catch(() => undefined);
    await until("rest", async () => (await sessions()).length === 0);
    const list = (await (await agent.fetch("/session")).json()) as readonly { readonly id: string }[];
    expect(list).toHaveLength(2);
    for (const { id } of list) {
      // OpenCode rests before it says why.
      await until("the reason", async () =>
        (await (await agent.fetch(`/session/${id}/message`)).text()).includes("MessageAbortedError"),
      );
    }
    await rooms.sandbox(name).stop();
  });
});

describe("the outputs", () => {
  it("of a room are small, and name the run that the page follows", async () => {
    const name = "chat-small";
    await letGoOn(await rooms.sandbox(name).openAgent());
    const outputs = outputsOf<OpenCodeTaskOutput>(
      await chat({ form: "room", name, prompt: `Delegate: ${PROMPTS.work}` }),
    );
    expect(Math.max(...outputs.map((output) => JSON.stringify(output).length))).toBeLessThan(2_000);
    expect(new Set(outputs.map(({ runId }) => runId)).size).toBe(1);
    expect(outputs.at(-1)).toMatchObject({ room: name, counts: { files: 1, additions: 3, commands: 1 }, waiting: 0 });
    await rooms.sandbox(name).stop();
  });

  it("of a sandbox are whole snapshots", async () => {
    const name = "chat-whole";
    await letGoOn(await rooms.sandbox(name).openAgent());
    const outputs = outputsOf<OpenCodeRunOutput>(
      await chat({ form: "sandbox", name, prompt: `Delegate: ${PROMPTS.work}` }),
    );
    const { messages = [], diffs, processes } = outputs.at(-1) ?? {};
    expect(messages.flatMap(({ parts }) => parts).filter(({ type }) => type === "dynamic-tool")).toHaveLength(3);
    expect(diffs).toMatchObject([{ file: NOTES, status: "added", additions: 3 }]);
    expect(processes).toMatchObject([{ status: "exited", exitCode: 0 }]);
    await rooms.sandbox(name).stop();
  });

  it("of an agent that asks, in a chat where nobody answers, say that it went on without", async () => {
    const name = "chat-asks";
    await rooms.sandbox(name).openAgent();
    const chunks = await chat({ form: "sandbox", name, prompt: `Delegate: ${PROMPTS.ask}` });
    const outputs = outputsOf<OpenCodeRunOutput>(chunks);
    expect(outputs.some(({ pending }) => pending.length === 1)).toBe(true);
    expect(outputs.at(-1)).toMatchObject({ status: "complete", pending: [] });
    expect(JSON.stringify(outputs.at(-1)?.messages)).toContain("Nobody can answer in this conversation");
    await rooms.sandbox(name).stop();
  });
});
