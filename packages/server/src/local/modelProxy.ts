import type { IncomingMessage, ServerResponse } from "node:http";
import type { EgressError } from "../providers/egressErrors.ts";
import { errorBody, NO_SUCH_PATH, redirects, unreachable } from "../providers/egressErrors.ts";
import type { ProviderCredentials } from "../providers/ProviderCredentials.ts";
import { MAX_ERROR_BYTES, redactError, toProviderRequest } from "../providers/providerRequest.ts";
import { endToEnd, forward, passOn } from "./forward.ts";

/**
 * Sends an agent's request to a provider, with the key that the agent does not have: `forwardToProvider` over Node's
 * own streams, which wait for a slow model as long as it takes.
 *
 * @param path What follows the provider's base address, such as `chat/completions`, with its query.
 */
export function proxyModel(
  request: IncomingMessage,
  response: ServerResponse,
  credentials: ProviderCredentials,
  path: string,
): void {
  const target = toProviderRequest(headersOf(request), credentials, path);
  if (target === undefined) return respond(response, NO_SUCH_PATH);
  forward({
    request,
    response,
    target: target.url,
    headers: target.headers,
    onUnreachable: () => respond(response, unreachable(credentials)),
    onAnswer: (upstream) => {
      const status = upstream.statusCode ?? 0;
      if (status >= 300 && status < 400) {
        upstream.destroy();
        respond(response, redirects(credentials));
      } else if (status >= 400) void passErrorOn(upstream, response, credentials);
      else passOn(upstream, response);
    },
  });
}

async function passErrorOn(
  upstream: IncomingMessage,
  response: ServerResponse,
  credentials: ProviderCredentials,
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
  const safe = redactError(text, headersOf(upstream), credentials);
  response.writeHead(upstream.statusCode ?? 502, safe.headers);
  response.end(safe.text);
}

function headersOf({ headers }: IncomingMessage): readonly (readonly [string, string])[] {
  return Object.entries(endToEnd(headers)).map(([name, value]) => [name, String(value)] as const);
}

function respond(response: ServerResponse, error: EgressError): void {
  response.writeHead(error.status, { "content-type": "application/json" });
  response.end(errorBody(error));
}
