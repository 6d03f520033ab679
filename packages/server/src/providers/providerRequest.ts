import { providerEndpoint } from "./providerEndpoint.ts";
import type { ProviderCredentials } from "./ProviderCredentials.ts";

/** Bytes of an error that are passed on. */
export const MAX_ERROR_BYTES = 64 * 1024;

/** What an agent may ask of a provider: its models. Files, batches and accounts behind the same key are not for it. */
const PATHS = /^(chat\/completions|completions|embeddings|messages(\/count_tokens)?|(models|responses)(\/[\w.:@-]+)*)$/;

/** Headers of one connection (RFC 9110, 7.6.1), of the sandbox's own network, and those that carry a key. */
const NOT_PASSED_ON =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|cookie|cf-.*|x-forwarded-.*|authorization|x-api-key|api-key)$/;

export type ProviderRequest = { readonly url: URL; readonly headers: Readonly<Record<string, string>> };

/**
 * An agent's request as the provider must get it: at the provider's address, with its key in place of the placeholder.
 * Undefined where there is no such path of the provider's models.
 *
 * @param path What follows the provider's base address, with its query, such as `chat/completions`.
 */
export function toProviderRequest(
  headers: Iterable<readonly [string, string]>,
  credentials: ProviderCredentials,
  path: string,
): ProviderRequest | undefined {
  const [pathname = "", query] = path.split("?", 2);
  if (!PATHS.test(pathname) || pathname.includes("..")) return undefined;
  const endpoint = providerEndpoint(credentials);
  const url = new URL(`${endpoint.baseURL}/${pathname}${query === undefined ? "" : `?${query}`}`);
  const passedOn = [...headers].filter(([name]) => !NOT_PASSED_ON.test(name));
  return {
    url,
    headers: {
      ...Object.fromEntries(passedOn),
      // Errors are searched for the key, so they must come uncompressed.
      "accept-encoding": "identity",
      ...endpoint.headers,
      ...keyHeader(credentials),
    },
  };
}

/** Text and headers of a provider's error without the key, which some repeat: the agent stores them, the page shows them. */
export function redactError(
  text: string,
  headers: Iterable<readonly [string, string]>,
  { apiKey }: ProviderCredentials,
): { readonly text: string; readonly headers: Readonly<Record<string, string>> } {
  const kept = [...passableHeaders(headers)].filter(([, value]) => apiKey === undefined || !value.includes(apiKey));
  return {
    text: apiKey === undefined ? text : text.replaceAll(apiKey, "[redacted]"),
    headers: Object.fromEntries(kept),
  };
}

/** The headers of an answer that go on to the agent. The body comes decoded, so its length may not be the one it had. */
export function passableHeaders(headers: Iterable<readonly [string, string]>): readonly (readonly [string, string])[] {
  return [...headers].filter(
    ([name]) => !NOT_PASSED_ON.test(name) && !["set-cookie", "content-encoding", "content-length"].includes(name),
  );
}

function keyHeader(credentials: ProviderCredentials): Readonly<Record<string, string>> {
  if (credentials.apiKey === undefined) return {};
  return credentials.provider === "anthropic"
    ? { "x-api-key": credentials.apiKey }
    : { authorization: `Bearer ${credentials.apiKey}` };
}
