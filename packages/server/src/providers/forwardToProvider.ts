import type { EgressError } from "./egressErrors.ts";
import { errorBody, NO_SUCH_PATH, redirects, unreachable } from "./egressErrors.ts";
import type { ProviderCredentials } from "./ProviderCredentials.ts";
import { MAX_ERROR_BYTES, passableHeaders, redactError, toProviderRequest } from "./providerRequest.ts";

/**
 * Sends an agent's request to a provider with the key that the agent does not have, and streams the answer back. Never
 * follows a redirect, and takes the key out of errors. Answers 404 for a path that is not one of the provider's models,
 * and 424, which OpenCode does not retry, when the provider cannot be reached. Never throws.
 *
 * @param path What follows the provider's base address, with its query, such as `chat/completions`.
 */
export async function forwardToProvider(
  request: Request,
  credentials: ProviderCredentials,
  path: string,
): Promise<Response> {
  const target = toProviderRequest(request.headers, credentials, path);
  if (target === undefined) return toResponse(NO_SUCH_PATH);
  // Node wants it said that a body may still be coming when the answer does.
  const init = { method: request.method, headers: target.headers, body: request.body, duplex: "half" as const };
  let upstream: Response;
  try {
    upstream = await fetch(target.url.href, { ...init, redirect: "manual", signal: request.signal });
  } catch {
    return toResponse(unreachable(credentials));
  }
  const { status } = upstream;
  if (status >= 300 && status < 400) {
    await upstream.body?.cancel();
    return toResponse(redirects(credentials));
  }
  if (status < 400) {
    return new Response(upstream.body, { status, headers: Object.fromEntries(passableHeaders(upstream.headers)) });
  }
  const { text, headers } = redactError(await readStart(upstream), upstream.headers, credentials);
  return new Response(text, { status, headers });
}

export function toResponse(error: EgressError): Response {
  return new Response(errorBody(error), { status: error.status, headers: { "content-type": "application/json" } });
}

/** A cut error is passed on as far as it came. */
async function readStart({ body }: Response): Promise<string> {
  if (body === null) return "";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (text.length < MAX_ERROR_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
  } catch {}
  return text;
}
