import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleModelEgress } from "../providers/handleModelEgress.ts";
import { prompt, runShell, startSession } from "../sandbox/contract/askAgent.ts";
import type { ScriptedModel } from "../testing/index.ts";
import { startScriptedModel } from "../testing/index.ts";
import { createAgentSettings } from "./createAgentSettings.ts";
import type { OpenedFake } from "./tests/openFake.ts";
import { openFake } from "./tests/openFake.ts";

const KEY = "sk-known-outside-alone";

let model: ScriptedModel;
let egress: Server;
let all: OpenedFake;

/** In place of the container's outbound traffic to `llm.internal`. */
function startEgress(env: object): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const init = { method: incoming.method ?? "GET", headers, body: Buffer.concat(chunks) };
      const answer = await handleModelEgress(new Request(`http://llm.internal${incoming.url}`, init), env);
      outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
      if (answer.body === null) outgoing.end();
      else Readable.fromWeb(answer.body).pipe(outgoing);
    })().catch(() => outgoing.destroy());
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

beforeAll(async () => {
  model = await startScriptedModel({ pace: "fast", apiKey: KEY });
  const env = { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: KEY, OPENAI_MODEL: model.model };
  egress = await startEgress(env);
  const address = egress.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const endpointOf = (): string => `http://127.0.0.1:${port}/openai-compatible`;
  all = await openFake({ agent: async () => createAgentSettings(env, { endpointOf }) });
});

afterAll(async () => {
  await all?.fake.close();
  egress?.close();
  await model?.close();
});

describe("the key of a model's provider", () => {
  it("is with each request to the provider, and nowhere in the sandbox", async () => {
    const { sandbox, fake } = all;
    const agent = await sandbox.openAgent();
    const session = await startSession(agent);
    expect(await prompt(agent, session, "What can you do?")).not.toBe("");
    await runShell(agent, "env > environment.txt; sleep 600 > /dev/null 2>&1 &");

    const disk = dirname(fake.directory);
    const config = await (await agent.fetch("/config")).text();
    const seen = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map((name) => `${read(`/proc/${name}/environ`)}${read(`/proc/${name}/cmdline`)}`)
      .filter((text) => text.includes(disk));
    expect(seen.length).toBeGreaterThan(1);
    expect([config, ...seen].join("\n")).not.toContain(KEY);
    expect(config).toContain("openai-compatible");
    expect(filesWith(disk, "OPENCODE_SERVER_PASSWORD")).toContain("environment.txt");
    expect(filesWith(disk, KEY)).toBe("");
  });

  it("that is given for one sandbox is for its object alone, and the agent has none", () => {
    const given = { provider: "anthropic", apiKey: KEY } as const;
    const endpointOf = (): string => "http://llm.internal/anthropic";
    const env = { OPENAI_API_KEY: "sk-of-another" };
    const { explicitCredentials, config, model: name } = createAgentSettings(env, { credentials: given, endpointOf });
    expect(explicitCredentials).toEqual([given]);
    expect(name).toMatch(/^anthropic\//);
    expect(config).not.toMatch(/sk-/);
    expect(createAgentSettings(env, { endpointOf }).explicitCredentials).toEqual([]);
    expect(() => createAgentSettings({}, { endpointOf })).toThrow(
      expect.objectContaining({ code: "provider_missing" }),
    );
  });
});

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Names of the files of a folder that hold a text, also in what is not text. */
function filesWith(folder: string, text: string): string {
  try {
    return execFileSync("grep", ["-rlaF", "--", text, folder], { encoding: "utf8" });
  } catch {
    return "";
  }
}
