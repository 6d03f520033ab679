import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { ProviderCredentials } from "./ProviderCredentials.ts";

/** Names of OpenCode's providers, and of Cloudflare's accounts and gateways: they become parts of addresses. */
const NAME = /^[\w-]{1,64}$/;

/**
 * Credentials as they can be used: values trimmed, addresses without a slash at their end. Throws `bad_request` naming
 * the field that is wrong, never its value.
 *
 * @param nameOf What people call a field, such as a variable of the environment. Default: `apiKey of anthropic`.
 */
export function checkCredentials(
  given: ProviderCredentials,
  nameOf: (field: string) => string = (field) => `${field} of ${given.provider}`,
): ProviderCredentials {
  const key = given.apiKey?.trim() ?? "";
  if (key === "" && given.provider !== "openai-compatible") {
    throw wrong(`${nameOf("apiKey")} is empty: set it to the provider's key.`);
  }
  if (/[^\x21-\x7e]/.test(key)) {
    throw wrong(`${nameOf("apiKey")} holds a character that a key cannot have: set it to the key alone, on one line.`);
  }
  for (const field of ["accountId", "gatewayId", "id"]) {
    const value: unknown = Reflect.get(given, field);
    if (value !== undefined && !(typeof value === "string" && NAME.test(value.trim()))) {
      throw wrong(`${nameOf(field)} is not an id: set it to letters, digits, hyphens and underscores alone.`);
    }
  }
  const { apiKey: _key, baseURL, model, ...rest } = given;
  const checked = {
    ...trimmed(rest),
    ...(key === "" ? {} : { apiKey: key }),
    ...(baseURL === undefined ? {} : { baseURL: checkAddress(baseURL, nameOf("baseURL"), nameOf("apiKey")) }),
    ...(model === undefined || model.trim() === "" ? {} : { model: model.trim() }),
  } as ProviderCredentials;
  if (checked.provider === "openai-compatible" && new URL(checked.baseURL).hostname === "api.openai.com") {
    throw wrong(`${nameOf("baseURL")} is OpenAI's own: use the provider openai, which needs no address.`);
  }
  return checked;
}

/** A base address without a slash at its end. Throws `bad_request`. */
export function checkAddress(value: string, name: string, keyName: string): string {
  const url = URL.canParse(value.trim()) ? new URL(value.trim()) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw wrong(`${name} is not an http or https address: set it to one such as https://api.openai.com/v1.`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw wrong(`${name} must have no user, query or fragment: set the key by ${keyName}.`);
  }
  return url.href.replace(/\/+$/, "");
}

function trimmed<T extends object>(value: T): T {
  const entries = Object.entries(value).map(([key, each]: [string, unknown]) => [
    key,
    typeof each === "string" ? each.trim() : each,
  ]);
  return Object.fromEntries(entries) as T;
}

function wrong(message: string): OpenCodeKitError {
  return new OpenCodeKitError("bad_request", message);
}
