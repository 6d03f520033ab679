import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { endToEnd, forward, passOn } from "./forward.ts";
import type { ModelConfig } from "./ModelConfig.ts";
import { renameTokenLimit } from "./renameTokenLimit.ts";

const MAX_ERROR_BYTES = 64 * 1024;
const MAX_REQUEST_BYTES = 64 * 1024 * 1024;
/**
 * The status of an answer that could not be had. OpenCode retries 5xx, 408, 409 and 429; a status that it does not retry
 * ends the run with the sentence of the body. OpenCode also retries by words and by numbers in that sentence, such as
 * "429": no address may stand in it, whose port can hold them.
 */
const FAILED_DEPENDENCY = 424;

/**
 * Sends an agent's request to the model, with the key that the agent does not have.
 *
 * @param path - What follows `/v1/` in the agent's request, such as `chat/completions`, with its query.
 */
export async function proxyModel(
  request: IncomingMessage,
  response: ServerResponse,
  model: ModelConfig,
  path: string,
): Promise<void> {
  const base = new URL(`${model.baseUrl.replace(/\/+$/, "")}/`);
  const target = URL.parse(path, base.href);
  if (target === null || target.origin !== base.origin || !target.pathname.startsWith(base.pathname)) {
    respond(response, 404, "There is no such address of the model.", "not_found");
    return;
  }
  const { host: _host, authorization: _authorization, ...rest } = request.headers;
  const headers: OutgoingHttpHeaders = {
    ...endToEnd(rest),
    // Errors are searched for the key, so they must come uncompressed.
    "accept-encoding": "identity",
    ...(model.apiKey === undefined ? {} : { authorization: `Bearer ${model.apiKey}` }),
  };

  const body = await adaptBody(request, base);
  if (body === "too large") {
    respond(response, 413, "The request to the model is over 64 MiB.", "too_large");
    return;
  }
  forward({
    request,
    response,
    target,
    headers: body === undefined ? headers : { ...headers, "content-length": body.length },
    ...(body === undefined ? {} : { body }),
    onUnreachable: () => {
      const remedy = model.scripted === true ? "Start the demo again." : "Check the network and OPENAI_BASE_URL.";
      respond(response, FAILED_DEPENDENCY, `The model cannot be reached. ${remedy}`, "model_unreachable");
    },
    onAnswer: (upstream) => {
      const status = upstream.statusCode ?? 0;
      if (status >= 300 && status < 400) {
        upstream.destroy();
        const message = "The model's address redirects. Set OPENAI_BASE_URL to its final address.";
        respond(response, FAILED_DEPENDENCY, message, "model_redirects");
      } else if (status >= 400) void passErrorOn(upstream, response, model.apiKey);
      else passOn(upstream, response);
    },
  });
}

/** The body where it must be changed, else undefined: then it streams. */
async function adaptBody(request: IncomingMessage, base: URL): Promise<Buffer | "too large" | undefined> {
  if (base.hostname !== "api.openai.com" || request.method !== "POST") return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_REQUEST_BYTES) return "too large";
    chunks.push(chunk as Buffer);
  }
  return renameTokenLimit(Buffer.concat(chunks));
}

/** Some endpoints repeat the key in their errors, which the agent stores and the page shows. */
async function passErrorOn(
  upstream: IncomingMessage,
  response: ServerResponse,
  key: string | undefined,
): Promise<void> {
  let text = "";
  try {
    for await (const chunk of upstream.setEncoding("utf8")) {
      text += String(chunk);
      if (text.length > MAX_ERROR_BYTES) break;
    }
  } catch {
    // A cut error is passed on as far as it came.
  }
  const safe = key === undefined ? text : text.replaceAll(key, "[redacted]");
  const { "content-length": _length, "content-encoding": _encoding, ...headers } = endToEnd(upstream.headers);
  for (const [name, value] of Object.entries(headers)) {
    if (key !== undefined && String(value).includes(key)) delete headers[name];
  }
  response.writeHead(upstream.statusCode ?? 502, headers);
  response.end(safe);
}

function respond(response: ServerResponse, status: number, message: string, code: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message, type: "kit_error", param: null, code } }));
}
