import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { pipeline } from "node:stream";

/** Headers of one connection, not of the message (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export type ForwardOptions = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: URL;
  readonly headers: OutgoingHttpHeaders;
  /** Sent in place of the request's own body. */
  readonly body?: Buffer;
  /** Time until the target's connection stands, in ms. Default: 20,000. There is no limit on the answer itself. */
  readonly connectMs?: number;
  /** Answers in place of the target; its answer is `upstream`. Default: the target's answer is passed on as it comes. */
  readonly onAnswer?: (upstream: IncomingMessage) => void;
  /** The target gave no answer. */
  readonly onUnreachable: (error: Error) => void;
};

/** Passes a request on and its answer back, both streamed; when either side goes away, so does the other. */
export function forward(options: ForwardOptions): void {
  const { request, response, target, headers, body, connectMs = 20_000, onUnreachable } = options;
  const onAnswer = options.onAnswer ?? ((upstream: IncomingMessage) => passOn(upstream, response));
  const send = target.protocol === "https:" ? requestHttps : requestHttp;
  let isAnswered = false;
  const outgoing = send(target, { method: request.method ?? "GET", headers, agent: false });

  const tooSlow = setTimeout(() => outgoing.destroy(new Error("The connection took too long")), connectMs);
  const ready = target.protocol === "https:" ? "secureConnect" : "connect";
  outgoing.once("socket", (socket) => socket.once(ready, () => clearTimeout(tooSlow)));
  outgoing.once("close", () => clearTimeout(tooSlow));
  outgoing.once("response", (upstream) => {
    isAnswered = true;
    onAnswer(upstream);
  });
  outgoing.on("error", (error) => {
    if (isAnswered || response.destroyed) response.destroy();
    else onUnreachable(error);
  });
  response.once("close", () => outgoing.destroy());

  if (body === undefined) pipeline(request, outgoing, () => {});
  else outgoing.end(body);
}

/** Sends an answer on as it comes. A cut answer ends cut. */
export function passOn(upstream: IncomingMessage, response: ServerResponse): void {
  response.writeHead(upstream.statusCode ?? 502, endToEnd(upstream.headers));
  response.flushHeaders();
  pipeline(upstream, response, (error) => {
    if (error) response.destroy();
  });
}

/** The headers of a message without those of its connection. */
export function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}
