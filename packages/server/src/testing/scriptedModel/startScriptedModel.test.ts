import { afterEach, describe, expect, it } from "vitest";
import type { ScriptedModel, ScriptedModelOptions } from "./startScriptedModel.ts";
import { startScriptedModel } from "./startScriptedModel.ts";

type Completion = {
  readonly choices: readonly {
    readonly message: { readonly content: string; readonly tool_calls?: readonly unknown[] };
  }[];
};

let model: ScriptedModel | undefined;

afterEach(async () => {
  await model?.close();
  model = undefined;
});

async function ask(
  messages: readonly object[],
  more: object = {},
  options: ScriptedModelOptions = {},
): Promise<Response> {
  model ??= await startScriptedModel({ pace: "fast", ...options });
  return fetch(`${model.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer key" },
    body: JSON.stringify({ model: "scripted", messages, tools: [{}], ...more }),
  });
}

const user = (content: string): object => ({ role: "user", content });
const called = {
  role: "assistant",
  content: "",
  tool_calls: [{ id: "c", function: { name: "bash", arguments: "{}" } }],
};
const result = { role: "tool", tool_call_id: "c", content: "ok" };

async function read(response: Response): Promise<Completion> {
  return (await response.json()) as Completion;
}

describe("the scripted model", () => {
  it("streams in OpenAI's form: role, words, finish, usage, end", async () => {
    const response = await ask([user("hello")], { stream: true });
    const lines = (await response.text()).split("\n\n").filter((line) => line !== "");
    expect(lines.at(-1)).toBe("data: [DONE]");
    const chunks = lines.slice(0, -1).map((line) => JSON.parse(line.replace("data: ", "")) as Record<string, unknown>);
    expect(chunks[0]).toMatchObject({ object: "chat.completion.chunk", choices: [{ delta: { role: "assistant" } }] });
    expect(chunks.at(-2)).toMatchObject({ choices: [{ finish_reason: "stop" }] });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: expect.any(Number) } });
  });

  it("says where it stands by the conversation alone", async () => {
    const first = await read(await ask([user("Write figures.csv")]));
    const second = await read(await ask([user("Write figures.csv"), called, result]));
    const again = await read(await ask([user("Write figures.csv"), called, result, user("Write figures.csv")]));
    expect(first.choices[0]?.message.tool_calls).toHaveLength(1);
    expect(JSON.stringify(second)).toContain("node scripts/make-report.mjs figures.csv");
    expect(again.choices[0]?.message.content).toBe(first.choices[0]?.message.content);
  });

  it("gives a short title when asked for one", async () => {
    const system = { role: "system", content: "You are a title generator." };
    const response = await ask(
      [system, user("Generate a title for this conversation:"), user("Write figures.csv. Please.")],
      { tools: [] },
    );
    expect((await read(response)).choices[0]?.message.content).toBe("Write figures");
  });

  it("admits to be no AI when it has no scenario", async () => {
    expect((await read(await ask([user("What is love?")]))).choices[0]?.message.content).toContain("scripted model");
  });

  it("refuses another key than its own, and on demand", async () => {
    expect((await ask([user("hello")], {}, { apiKey: "other" })).status).toBe(401);
    await model?.close();
    model = undefined;
    const response = await ask([user("Show me a provider error")]);
    expect([response.status, await response.json()]).toMatchObject([401, { error: { code: "invalid_api_key" } }]);
  });

  it("stops when the reader goes away, and answers the next", async () => {
    const stop = new AbortController();
    model = await startScriptedModel({ pace: "live" });
    const url = `${model.baseUrl}/chat/completions`;
    const body = JSON.stringify({ messages: [user("hello")], tools: [{}], stream: true });
    const response = await fetch(url, { method: "POST", body, signal: stop.signal });
    await response.body?.getReader().read();
    stop.abort();
    expect((await fetch(`${model.baseUrl}/models`)).status).toBe(200);
    expect(model.requests()).toBe(1);
  });

  it("has no answer to what is not a chat", async () => {
    model = await startScriptedModel();
    expect((await fetch(`${model.baseUrl}/chat/completions`, { method: "POST", body: "{" })).status).toBe(400);
    expect((await fetch(`${model.baseUrl}/embeddings`, { method: "POST", body: "{}" })).status).toBe(404);
  });
});
