import type { IncomingMessage, RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { handleModelEgress } from "../../providers/handleModelEgress.ts";
import { listenOnLoopback } from "../listenOnLoopback.ts";

const KEY = "sk-the-real-key";
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Asks the egress, in front of a model on a real network. */
async function ask(handle: RequestListener, init: RequestInit & { readonly duplex?: "half" } = {}): Promise<Response> {
  const server = createServer(handle);
  servers.push(server);
  const env = { OPENAI_BASE_URL: `http://127.0.0.1:${await listenOnLoopback(server)}/v1`, OPENAI_API_KEY: KEY };
  const request = new Request("http://llm.internal/openai-compatible/chat/completions", { method: "POST", ...init });
  return handleModelEgress(request, env);
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}

describe("the egress of a Worker, over a real network", () => {
  it("streams the request while it is still being written", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const response = ask(
      async (request, answer) => {
        const { authorization } = request.headers;
        answer.end(JSON.stringify({ url: request.url, authorization, body: await read(request) }));
      },
      { body: readable, duplex: "half" },
    );
    for (const part of ["one ", "two"]) await writer.write(new TextEncoder().encode(part));
    await writer.close();
    expect(await (await response).json()).toEqual({
      url: "/v1/chat/completions",
      authorization: `Bearer ${KEY}`,
      body: "one two",
    });
  });

  it("streams the answer, and ends the model's work when the agent goes away", async () => {
    const closed = vi.fn<() => void>();
    const stop = new AbortController();
    const handle: RequestListener = (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write("data: one\n\n");
      response.once("close", closed);
    };
    const response = await ask(handle, { signal: stop.signal });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("data: one\n\n");
    expect(closed).not.toHaveBeenCalled();
    stop.abort();
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });

  it("passes on what a model sends compressed although nobody asked for it", async () => {
    const response = await ask((_request, answer) => {
      const headers = { "content-encoding": "gzip", "content-type": "application/json" };
      answer.writeHead(200, headers).end(gzipSync(`{"ok":true}`));
    });
    expect(await response.json()).toEqual({ ok: true });
    expect(response.headers.has("content-encoding")).toBe(false);
  });

  it("does not follow a redirect with the key", async () => {
    const asked = vi.fn<(url: string | undefined) => void>();
    const response = await ask((request, answer) => {
      asked(request.url);
      answer.writeHead(307, { location: "/elsewhere" }).end();
    });
    expect(response.status).toBe(424);
    expect(asked.mock.calls).toEqual([["/v1/chat/completions"]]);
  });
});
