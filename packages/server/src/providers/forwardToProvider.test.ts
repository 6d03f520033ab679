import { afterEach, describe, expect, it, vi } from "vitest";
import { forwardToProvider } from "./forwardToProvider.ts";
import type { ProviderCredentials } from "./ProviderCredentials.ts";

const KEY = "sk-the-real-key";
const ANTHROPIC: ProviderCredentials = { provider: "anthropic", apiKey: KEY };
const OPENAI: ProviderCredentials = { provider: "openai", apiKey: KEY };
const WORKERS: ProviderCredentials = { provider: "cloudflare-workers-ai", accountId: "acc", apiKey: KEY };
const GATEWAY: ProviderCredentials = {
  provider: "cloudflare-ai-gateway",
  accountId: "acc",
  gatewayId: "g",
  apiKey: KEY,
};
const ENDPOINT: ProviderCredentials = { provider: "openai-compatible", baseURL: "http://127.0.0.1:11434/v1/" };

afterEach(() => vi.unstubAllGlobals());

/** Takes the place of the network; what it is asked is a whole request, as the runtime makes it. */
function answerWith(answer: (request: Request) => Response | Promise<Response>) {
  const asked: Request[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit<CfProperties>) => {
    const request = new Request(url, init);
    asked.push(request);
    return answer(request);
  });
  return asked;
}

function prompt(headers: Readonly<Record<string, string>> = {}): Request {
  return new Request("http://llm.internal/x/y", { method: "POST", body: `{"max_tokens":1}`, headers });
}

describe("forwardToProvider", () => {
  it.each([
    [ANTHROPIC, "messages", "https://api.anthropic.com/v1/messages", { "x-api-key": KEY }],
    [OPENAI, "responses?a=1", "https://api.openai.com/v1/responses?a=1", { authorization: `Bearer ${KEY}` }],
    [
      WORKERS,
      "chat/completions",
      "https://api.cloudflare.com/client/v4/accounts/acc/ai/v1/chat/completions",
      { authorization: `Bearer ${KEY}` },
    ],
    [
      GATEWAY,
      "messages",
      "https://api.cloudflare.com/client/v4/accounts/acc/ai/v1/messages",
      { authorization: `Bearer ${KEY}`, "cf-aig-gateway-id": "g" },
    ],
    [ENDPOINT, "chat/completions", "http://127.0.0.1:11434/v1/chat/completions", {}],
  ] as const)("replaces the placeholder by the key in the way of %o", async (credentials, path, url, keyHeaders) => {
    const asked = answerWith(() => Response.json({ ok: true }, { headers: { "x-request-id": "r1" } }));
    const placeholders = {
      authorization: "Bearer placeholder",
      "x-api-key": "placeholder",
      cookie: "a=b",
      "x-agent": "opencode",
    };
    const response = await forwardToProvider(prompt(placeholders), credentials, path);
    expect(await response.json()).toEqual({ ok: true });
    expect(response.headers.get("x-request-id")).toBe("r1");
    const [request] = asked;
    expect([request?.method, request?.url, request?.redirect]).toEqual(["POST", url, "manual"]);
    expect(await request?.text()).toBe(`{"max_tokens":1}`);
    const sent = Object.fromEntries(request?.headers ?? []);
    expect(sent).toMatchObject({ "x-agent": "opencode", ...keyHeaders });
    expect(JSON.stringify(sent)).not.toMatch(/placeholder|a=b/);
  });

  it("streams the answer", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    answerWith(() => new Response(readable, { headers: { "content-type": "text/event-stream" } }));
    const response = await forwardToProvider(prompt(), OPENAI, "responses");
    const reader = response.body?.getReader();
    for (const text of ["data: one\n\n", "data: two\n\n"]) {
      const write = writer.write(new TextEncoder().encode(text));
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(text);
      await write;
    }
    await Promise.all([writer.close(), reader?.read()]);
  });

  it("takes the key out of errors and their headers", async () => {
    const headers = { "x-key": KEY, "set-cookie": "a=b", "retry-after": "1" };
    answerWith(() => Response.json({ error: { message: `Bad key ${KEY}.` } }, { status: 401, headers }));
    const response = await forwardToProvider(prompt(), ANTHROPIC, "messages");
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: { message: "Bad key [redacted]." } });
    expect(["x-key", "set-cookie", "retry-after"].map((name) => response.headers.get(name))).toEqual([null, null, "1"]);
  });

  it.each([
    [ENDPOINT, "The model's address redirects. Set OPENAI_BASE_URL to its final address."],
    [OPENAI, "The model's address redirects. Set the provider's baseURL to its final address."],
  ])("does not follow a redirect with the key", async (credentials, message) => {
    const asked = answerWith(
      () => new Response(null, { status: 307, headers: { location: "https://elsewhere.example" } }),
    );
    const response = await forwardToProvider(prompt(), credentials, "chat/completions");
    expect([response.status, await response.json()]).toMatchObject([424, { error: { message } }]);
    expect(asked.length).toBe(1);
  });

  it.each([
    [ENDPOINT, "The model cannot be reached. Check the network and OPENAI_BASE_URL."],
    [ANTHROPIC, "The model cannot be reached. Check the network."],
  ])(
    "says that the provider cannot be reached, by a status that is not retried and without an address",
    async (credentials, message) => {
      answerWith(() => Promise.reject(new Error("connect ECONNREFUSED 127.0.0.1:42900")));
      const response = await forwardToProvider(prompt(), credentials, "messages");
      expect([response.status, await response.json()]).toMatchObject([424, { error: { message } }]);
    },
  );

  it.each([
    "",
    "files",
    "organization/admin_api_keys",
    "messages/batches",
    "../../v4/accounts",
    "models/../files",
    "models/%2e%2e/files",
    "//elsewhere.example/messages",
    "https://elsewhere.example/messages",
    "messages\\..\\files",
  ])("passes nothing on that is not a path of the models: %s", async (path) => {
    const asked = answerWith(() => Response.json({}));
    expect((await forwardToProvider(prompt(), OPENAI, path)).status).toBe(404);
    expect(asked).toEqual([]);
  });
});
