import type { RequestListener, Server } from "node:http";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { listenOnLoopback } from "./listenOnLoopback.ts";
import type { Preview } from "./startPreview.ts";
import { startPreview } from "./startPreview.ts";

const servers: Server[] = [];
let preview: Preview | undefined;

afterEach(async () => {
  await preview?.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function show(handle: RequestListener): Promise<Server> {
  const server = createServer(handle);
  servers.push(server);
  preview = await startPreview({ host: "127.0.0.1", port: await listenOnLoopback(server) });
  return server;
}

const address = (): URL => new URL(preview?.url ?? "");

describe("startPreview", () => {
  it("passes a request on with its name, path and body, and the answer back", async () => {
    await show((asked, response) => {
      asked.setEncoding("utf8").once("data", (body: string) => {
        response.writeHead(201, { "x-own": "1" }).end(`${asked.method} ${asked.headers.host} ${asked.url} ${body}`);
      });
    });
    const response = await fetch(new URL("/a%2Fb?c=1", address()), { method: "POST", body: "text" });
    expect([response.status, response.headers.get("x-own")]).toEqual([201, "1"]);
    expect(await response.text()).toBe(`POST ${address().host} /a%2Fb?c=1 text`);
  });

  it("streams, and goes away with the browser", async () => {
    const closed = vi.fn<() => void>();
    await show((_asked, response) => {
      response.write("one");
      response.once("close", closed);
    });
    const stop = new AbortController();
    const { body } = await fetch(address(), { signal: stop.signal });
    expect(new TextDecoder().decode((await body?.getReader().read())?.value)).toBe("one");
    stop.abort();
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });

  it("passes WebSockets on, in both directions, until one side goes away", async () => {
    const server = await show((_asked, response) => void response.end());
    const gone = vi.fn<() => void>();
    server.on("upgrade", (asked, socket, head) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\nX-Key: ${asked.headers["x-key"]}\r\n\r\n`,
      );
      socket.write(head);
      socket.on("data", (data) => socket.write(data));
      socket.once("end", gone);
    });
    const client = connect(Number(address().port), "127.0.0.1");
    let text = "";
    client.setEncoding("utf8").on("data", (data: string) => (text += data));
    client.write(
      `GET / HTTP/1.1\r\nHost: ${address().host}\r\nUpgrade: echo\r\nConnection: Upgrade\r\nX-Key: k\r\n\r\nearly `,
    );
    await vi.waitFor(() => expect(text).toMatch(/^HTTP\/1\.1 101 [^]*X-Key: k\r\n\r\nearly $/));
    client.write("late");
    await vi.waitFor(() => expect(text).toMatch(/early late$/));
    client.destroy();
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
  });

  it("passes on that an upgrade was refused", async () => {
    const server = await show((_asked, response) => void response.end());
    server.on("upgrade", (_asked, socket) => socket.end("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno"));
    const answer = await new Promise<string>((resolve) => {
      const client = connect(Number(address().port), "127.0.0.1");
      let text = "";
      client.setEncoding("utf8").on("data", (data: string) => (text += data));
      client.once("close", () => resolve(text));
      client.write(`GET / HTTP/1.1\r\nHost: ${address().host}\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n`);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized[^]*no$/);
  });

  it("shows a page where the server is gone", async () => {
    const server = await show((_asked, response) => void response.end());
    await new Promise((resolve) => server.close(resolve));
    const response = await fetch(address());
    expect([response.status, response.headers.get("content-type")]).toEqual([502, "text/html; charset=utf-8"]);
    expect(await response.text()).toContain("does not answer");
  });

  it("refuses another name of this machine", async () => {
    await show((_asked, response) => void response.end());
    const status = await new Promise((resolve) => {
      request(address(), { headers: { host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });

  it("ends with all that is open", async () => {
    await show((_asked, response) => void response.write("one"));
    const { body } = await fetch(address());
    const reader = body?.getReader();
    await reader?.read();
    await preview?.close();
    await expect(reader?.read()).rejects.toThrow("terminated");
    await expect(fetch(address())).rejects.toThrow("fetch failed");
  });
});
