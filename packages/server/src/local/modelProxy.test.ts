import type { IncomingMessage, RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CompatibleCredentials } from "../providers/ProviderCredentials.ts";
import { proxyModel } from "./modelProxy.ts";

const KEY = "sk-the-real-key";
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

/** The proxy's address, in front of a model. */
function proxyTo(baseURL: string): Promise<string> {
  const model: CompatibleCredentials = { provider: "openai-compatible", baseURL, model: "m", apiKey: KEY };
  return listen((request, response) => proxyModel(request, response, model, (request.url ?? "").slice(1)));
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}

describe("proxyModel", () => {
  it("adds the key and passes the request and its answer on", async () => {
    let seen: object = {};
    const model = await listen(async (request, response) => {
      const { authorization, "x-agent": agent } = request.headers;
      seen = { url: request.url, authorization, agent, body: await readAll(request) };
      response.writeHead(200, { "content-type": "application/json", "x-request-id": "r1" }).end(`{"ok":true}`);
    });
    const proxy = await proxyTo(`${model}/v1`);
    const response = await fetch(`${proxy}/chat/completions?a=1`, {
      method: "POST",
      headers: { authorization: "Bearer added-by-the-host", "x-agent": "opencode" },
      body: `{"max_tokens":1}`,
    });
    expect(await response.json()).toEqual({ ok: true });
    expect(response.headers.get("x-request-id")).toBe("r1");
    expect(seen).toEqual({
      url: "/v1/chat/completions?a=1",
      authorization: `Bearer ${KEY}`,
      agent: "opencode",
      body: `{"max_tokens":1}`,
    });
  });

  it("streams, and ends the model's work when the agent goes away", async () => {
    const closed = vi.fn<() => void>();
    const model = await listen((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write("data: one\n\n");
      response.once("close", closed);
    });
    const stop = new AbortController();
    const response = await fetch(`${await proxyTo(model)}/chat/completions`, { signal: stop.signal });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("data: one\n\n");
    expect(closed).not.toHaveBeenCalled();
    stop.abort();
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });

  it("cuts the answer when the model's is cut", async () => {
    const model = await listen((_request, response) => {
      response.writeHead(200).write("half");
      setTimeout(() => response.destroy(), 50);
    });
    const response = await fetch(`${await proxyTo(model)}/chat/completions`);
    await expect(response.text()).rejects.toThrow(/terminated/);
  });

  it("passes 401 on without the key in it", async () => {
    const model = await listen((_request, response) => {
      response.writeHead(401, { "content-type": "application/json", "x-key": KEY });
      response.end(JSON.stringify({ error: { message: `Bad key ${KEY}.` } }));
    });
    const response = await fetch(`${await proxyTo(model)}/chat/completions`);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: { message: "Bad key [redacted]." } });
    expect(response.headers.has("x-key")).toBe(false);
  });

  it("says that the model cannot be reached, by a status that is not retried", async () => {
    const response = await fetch(`${await proxyTo("http://127.0.0.1:1/v1")}/chat/completions`, {
      method: "POST",
      body: "{}",
    });
    expect(response.status).toBe(424);
    expect(await response.json()).toMatchObject({
      error: { message: "The model cannot be reached. Check the network and OPENAI_BASE_URL." },
    });
  });

  it("does not follow a redirect with the key", async () => {
    const other = vi.fn<RequestListener>((_request, response) => void response.end());
    const elsewhere = await listen(other);
    const model = await listen((_request, response) => response.writeHead(307, { location: elsewhere }).end());
    const response = await fetch(`${await proxyTo(model)}/chat/completions`);
    expect(response.status).toBe(424);
    expect(await response.text()).toContain("redirects. Set OPENAI_BASE_URL");
    expect(other).not.toHaveBeenCalled();
  });

  it.each(["//127.0.0.1:1/x", "http://127.0.0.1:1/x", "%2e%2e/admin", "files"])(
    "stays below the model's address for %s",
    async (path) => {
      const asked = vi.fn<RequestListener>((_request, response) => void response.end());
      const baseURL = `${await listen(asked)}/v1`;
      const model: CompatibleCredentials = { provider: "openai-compatible", baseURL, model: "m", apiKey: KEY };
      const proxy = await listen((request, response) => proxyModel(request, response, model, path));
      expect((await fetch(proxy)).status).toBe(404);
      expect(asked).not.toHaveBeenCalled();
    },
  );
});
