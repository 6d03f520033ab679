import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request as requestHttp } from "node:http";
import type { Duplex } from "node:stream";
import { endToEnd, forward } from "./forward.ts";
import { isLoopback } from "./isLoopback.ts";
import { listenOnLoopback } from "./listenOnLoopback.ts";

export type PreviewTarget = { readonly host: string; readonly port: number };

export type Preview = {
  /** `http://127.0.0.1:<port>/`: a port of its own is an origin of its own. */
  readonly url: string;
  close(): Promise<void>;
};

/**
 * Shows a server that the agent has started to a browser of this machine: requests, streams and WebSockets are passed on
 * as they are. A page that says so answers where the server is gone.
 */
export async function startPreview(target: PreviewTarget): Promise<Preview> {
  const upgraded = new Set<Duplex>();
  const server = createServer((request, response) => {
    if (!isLoopback(request)) return refuse(response);
    const { host, ...headers } = endToEnd(request.headers);
    forward({
      request,
      response,
      target: addressOf(target, request),
      // The name that the browser knows it by: servers make links of it and compare it with `Origin`.
      headers: { ...headers, host },
      onUnreachable: () => sayGone(response, target.port),
    });
  });
  server.requestTimeout = 0;
  server.on("upgrade", (request, socket, head) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    if (isLoopback(request)) upgrade(request, socket, head, target);
    else socket.destroy();
  });
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
      await closed;
    },
  };
}

/** The path as it came: the server may tell encodings apart that a URL does not. */
function addressOf({ host, port }: PreviewTarget, request: IncomingMessage): URL {
  const name = host.includes(":") ? `[${host}]` : host;
  const path = request.url?.startsWith("/") === true ? request.url : "/";
  return new URL(`http://${name}:${port}${path}`);
}

function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, target: PreviewTarget): void {
  const { host, port } = target;
  const { url: path = "/", headers } = request;
  const outgoing = requestHttp({ host, port, path, headers, agent: false });
  const end = (): void => void socket.destroy();
  socket.on("error", () => outgoing.destroy());
  socket.once("close", () => outgoing.destroy());
  outgoing.once("error", end);
  outgoing.once("response", (answer) => {
    socket.write(headOf(answer));
    answer.once("close", end);
    answer.pipe(socket);
  });
  outgoing.once("upgrade", (answer, upstream, rest) => {
    upstream.on("error", end);
    upstream.once("close", end);
    socket.once("close", () => upstream.destroy());
    socket.write(headOf(answer));
    socket.write(rest);
    upstream.write(head);
    upstream.pipe(socket);
    socket.pipe(upstream);
  });
  outgoing.end();
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}\r\n`);
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines.join("")}\r\n`;
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { "content-type": "text/plain; charset=utf-8" });
  response.end("The preview answers requests to 127.0.0.1 only.\n");
}

function sayGone(response: ServerResponse, port: number): void {
  response.writeHead(502, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
  response.end(
    `<!doctype html><title>No answer</title><p>The server at port ${port} of the sandbox does not answer. Let the agent start it again, then reload.</p>\n`,
  );
}
