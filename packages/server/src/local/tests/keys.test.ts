import type { IncomingHttpHeaders, Server } from "node:http";
import { createServer } from "node:http";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toError } from "@opencode-kit/client/opencode";
import type { AgentServer } from "@opencode-kit/client/source";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLACEHOLDER_KEY } from "../../providers/createAgentConfig.ts";
import { DEFAULT_MODELS } from "../../providers/defaultModels.ts";
import type { ProviderCredentials } from "../../providers/ProviderCredentials.ts";
import { localSandbox } from "../../sandbox/localSandbox.ts";
import type { Scenario, ScriptedModel } from "../../testing/index.ts";
import { startScriptedModel } from "../../testing/index.ts";
import { listenOnLoopback } from "../listenOnLoopback.ts";
import type { SandboxHost } from "../startSandboxHost.ts";
import { startSandboxHost } from "../startSandboxHost.ts";
import { AgentDriver } from "./agentFixture.ts";

const KEYS = {
  anthropic: "sk-ant-planted-4f1d",
  openai: "sk-proj-planted-8c2e",
  "cloudflare-workers-ai": "cf-planted-workers-a93b",
  "cloudflare-ai-gateway": "cf-planted-gateway-51d7",
  "openai-compatible": "sk-planted-endpoint-7e60",
} as const;

/** Where the agent's shell writes all that it can see of itself. */
const DUMP = "everything.txt";
const LOOK_AROUND = [
  "env",
  "tree() { echo $1; for child in $(cat /proc/$1/task/*/children 2>/dev/null); do tree $child; done; }",
  "for pid in $(tree $PPID); do cat /proc/$pid/environ /proc/$pid/cmdline 2>/dev/null; done",
  `find "$HOME" . -type f ! -name ${DUMP} -exec cat {} +`,
].join("; ");
const LOOK: Scenario = {
  name: "look",
  matches: (prompt) => prompt.includes("Look around"),
  turn: ({ step }) =>
    step === 0
      ? {
          tools: [
            { tool: "bash", input: { command: `{ ${LOOK_AROUND}; } > ${DUMP} 2>&1`, description: "Looks around" } },
          ],
        }
      : { text: "That is all." },
};

type Seen = { readonly url: string; readonly headers: IncomingHttpHeaders };

let model: ScriptedModel;
let upstream: Server;
let host: SandboxHost;
let agent: AgentServer;
let driver: AgentDriver;
const seen: Seen[] = [];

/** Refuses every key in the provider's way, and repeats it, as some providers do. */
function startUpstream(): Server {
  return createServer((request, response) => {
    const { headers, url = "" } = request;
    seen.push({ url, headers });
    const key = String(headers["x-api-key"] ?? headers.authorization);
    const error = url.includes("/messages")
      ? { type: "error", error: { type: "authentication_error", message: `invalid x-api-key: ${key}` } }
      : { error: { message: `Incorrect API key provided: ${key}`, code: "invalid_api_key" } };
    response.writeHead(401, { "content-type": "application/json", "x-key": key }).end(JSON.stringify(error));
  });
}

beforeAll(async () => {
  model = await startScriptedModel({ pace: "fast", apiKey: KEYS["openai-compatible"], scenarios: [LOOK] });
  upstream = startUpstream();
  const port = await listenOnLoopback(upstream);
  const at = (name: string): string => `http://127.0.0.1:${port}/${name}/v1`;
  const account = { accountId: "an-account" };
  const credentials: readonly ProviderCredentials[] = [
    { provider: "anthropic", apiKey: KEYS.anthropic, baseURL: at("anthropic") },
    { provider: "openai", apiKey: KEYS.openai, baseURL: at("openai") },
    {
      provider: "cloudflare-workers-ai",
      apiKey: KEYS["cloudflare-workers-ai"],
      ...account,
      baseURL: at("cloudflare-workers-ai"),
    },
    {
      provider: "cloudflare-ai-gateway",
      apiKey: KEYS["cloudflare-ai-gateway"],
      ...account,
      gatewayId: "a-gateway",
      baseURL: at("cloudflare-ai-gateway"),
    },
    {
      provider: "openai-compatible",
      apiKey: KEYS["openai-compatible"],
      baseURL: model.baseUrl,
      model: model.model,
    },
  ];
  host = await startSandboxHost({
    root: await mkdtemp(join(tmpdir(), "opencode-kit-test-")),
    keep: false,
    credentials,
    userConfig: {
      model: `openai-compatible/${model.model}`,
      // What a user's own config says of a key stays outside as well.
      provider: { anthropic: { options: { apiKey: KEYS.anthropic } } },
    },
    permission: { bash: "allow", external_directory: "allow" },
  });
  agent = await localSandbox({ url: host.url, token: host.token, name: "keys" }).openAgent();
  driver = new AgentDriver(agent);
  await driver.follow();
});

afterAll(async () => {
  driver?.end();
  await host?.close();
  await model?.close();
  upstream?.closeAllConnections();
  upstream?.close();
});

/** Asks a provider, which refuses its key; the error as OpenCode tells it. */
async function ask(providerID: string, modelID: string) {
  const sessionID = String((await driver.post("/session"))["id"]);
  const body = { model: { providerID, modelID }, parts: [{ type: "text", text: "Hello" }] };
  await driver.post(`/session/${sessionID}/prompt_async`, body);
  const isFailure = ({ type, properties }: (typeof driver.events)[number]): boolean =>
    type === "session.error" && properties["sessionID"] === sessionID;
  await driver.until(isFailure);
  return driver.events.find(isFailure)?.properties["error"];
}

async function readAll(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(({ parentPath, name }) => readFile(join(parentPath, name), "latin1").catch(() => ""));
  return (await Promise.all(texts)).join("\n");
}

function keysIn(text: string): readonly string[] {
  return Object.values(KEYS).filter((key) => text.includes(key));
}

describe("the keys of model providers", () => {
  it.each([
    ["anthropic", "/anthropic/v1/messages", { "x-api-key": KEYS.anthropic }],
    ["openai", "/openai/v1/responses", { authorization: `Bearer ${KEYS.openai}` }],
    [
      "cloudflare-workers-ai",
      "/cloudflare-workers-ai/v1/chat/completions",
      { authorization: `Bearer ${KEYS["cloudflare-workers-ai"]}` },
    ],
    [
      "cloudflare-ai-gateway",
      "/cloudflare-ai-gateway/v1/messages",
      { authorization: `Bearer ${KEYS["cloudflare-ai-gateway"]}`, "cf-aig-gateway-id": "a-gateway" },
    ],
  ] as const)("reach %s, whose refusal ends the run by its code", async (provider, path, headers) => {
    const error = await ask(provider, DEFAULT_MODELS[provider].model);
    const requests = seen.filter(({ url }) => url === path);
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests) expect(request.headers).toMatchObject(headers);
    expect(JSON.stringify(requests.map((request) => request.headers))).not.toContain(PLACEHOLDER_KEY);
    expect(toError(error as Parameters<typeof toError>[0])).toMatchObject({ code: "provider_auth", statusCode: 401 });
    expect(JSON.stringify(error)).toContain("[redacted]");
    expect(keysIn(JSON.stringify(error))).toEqual([]);
  });

  it("are nowhere that the agent's own shell can look: environment, processes, home and workspace", async () => {
    const { sessionId, error } = await driver.prompt("Look around");
    expect(error).toBeUndefined();
    expect(await driver.tools(sessionId)).toMatchObject([{ tool: "bash", exit: 0 }]);
    const dump = await readFile(join(agent.directory, DUMP), "latin1");
    // It has seen its environment, the agent's, and the agent's files.
    expect(dump.split("OPENCODE_SERVER_PASSWORD=").length).toBeGreaterThan(2);
    expect(dump).toContain(PLACEHOLDER_KEY);
    expect(dump).toContain("SQLite format 3");
    expect(keysIn(dump)).toEqual([]);
    // The scripted model answers to its key alone.
    expect(model.requests()).toBeGreaterThan(0);
  });

  it("are in no file of the sandbox, when all is done", async () => {
    const files = await readAll(host.root);
    expect(files).toContain("Look around");
    expect(keysIn(files)).toEqual([]);
  });

  it("are in nothing that OpenCode tells of its config", async () => {
    const told = await Promise.all(
      ["/config", "/global/config", "/config/providers", "/provider"].map((path) => driver.get(path)),
    );
    const text = JSON.stringify(told);
    expect(text).toContain(PLACEHOLDER_KEY);
    expect(keysIn(text)).toEqual([]);
    expect(keysIn(JSON.stringify(driver.events))).toEqual([]);
  });
});
