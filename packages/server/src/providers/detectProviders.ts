import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { checkAddress, checkCredentials } from "./checkCredentials.ts";
import { inferProviderFromModel } from "./inferProviderFromModel.ts";
import type { DetectedProviders, ProviderCredentials, ProviderID } from "./ProviderCredentials.ts";

/** The variables that an error names for a field. */
const VARIABLES: Readonly<Record<ProviderID, Readonly<Record<string, string>>>> = {
  anthropic: { apiKey: "ANTHROPIC_API_KEY" },
  openai: { apiKey: "OPENAI_API_KEY", baseURL: "OPENAI_BASE_URL" },
  "openai-compatible": { apiKey: "OPENAI_API_KEY", baseURL: "OPENAI_BASE_URL" },
  "cloudflare-workers-ai": { apiKey: "CLOUDFLARE_API_KEY", accountId: "CLOUDFLARE_ACCOUNT_ID" },
  "cloudflare-ai-gateway": {
    apiKey: "CLOUDFLARE_API_TOKEN",
    accountId: "CLOUDFLARE_ACCOUNT_ID",
    gatewayId: "CLOUDFLARE_GATEWAY_ID",
  },
};

/**
 * The providers that an environment has credentials for, or null; `describeRequiredEnvVars` lists the variables. What
 * is empty or not a string counts as missing. The default is the provider of `model`, else the first. Throws
 * `bad_request` that names a variable which is wrong, or which is missing beside another one.
 *
 * @param env `process.env`, or a Worker's environment.
 * @param model `provider/model`, such as `userConfig.model`.
 */
export function detectProviders(env: object, model?: string): DetectedProviders | null {
  const read = (name: string): string => {
    const value: unknown = Reflect.get(env, name);
    return typeof value === "string" ? value.trim() : "";
  };
  const credentials = [...readAnthropic(read), ...readOpenAI(read), ...readCloudflare(read)].map((each) =>
    checkCredentials(each, (field) => VARIABLES[each.provider][field] ?? field),
  );
  return chooseDefault(credentials, model);
}

/** Credentials with the default among them, or null where there are none. */
export function chooseDefault(
  credentials: readonly ProviderCredentials[],
  model: string | undefined,
): DetectedProviders | null {
  const wanted = model === undefined ? null : inferProviderFromModel(model);
  const chosen = credentials.find(({ provider }) => provider === wanted) ?? credentials[0];
  return chosen === undefined ? null : { credentials, defaultProvider: chosen.provider };
}

type Read = (name: string) => string;

function readAnthropic(read: Read): readonly ProviderCredentials[] {
  const apiKey = read("ANTHROPIC_API_KEY");
  return apiKey === "" ? [] : [{ provider: "anthropic", apiKey }];
}

/** With an address of its own it is an endpoint like OpenAI's, which then gets the key. */
function readOpenAI(read: Read): readonly ProviderCredentials[] {
  const [address, apiKey, model] = [read("OPENAI_BASE_URL"), read("OPENAI_API_KEY"), read("OPENAI_MODEL")];
  const choice = model === "" ? {} : { model };
  if (address === "" && apiKey === "") {
    if (model === "") return [];
    const remedy = "set it, or OPENAI_BASE_URL for an endpoint without a key.";
    throw new OpenCodeKitError("bad_request", `OPENAI_API_KEY is not set, though OPENAI_MODEL is: ${remedy}`);
  }
  if (address === "") return [{ provider: "openai", apiKey, ...choice }];
  const baseURL = checkAddress(address, "OPENAI_BASE_URL", "OPENAI_API_KEY");
  if (new URL(baseURL).hostname === "api.openai.com") return [{ provider: "openai", apiKey, baseURL, ...choice }];
  return [{ provider: "openai-compatible", baseURL, ...choice, ...(apiKey === "" ? {} : { apiKey }) }];
}

/** An account's id or a key alone says nothing: Cloudflare's other tools have the same variables. */
function readCloudflare(read: Read): readonly ProviderCredentials[] {
  const [accountId, apiKey] = [read("CLOUDFLARE_ACCOUNT_ID"), read("CLOUDFLARE_API_KEY")];
  const [gatewayId, token] = [read("CLOUDFLARE_GATEWAY_ID"), read("CLOUDFLARE_API_TOKEN")];
  const found: ProviderCredentials[] = [];
  if (accountId !== "" && apiKey !== "") found.push({ provider: "cloudflare-workers-ai", accountId, apiKey });
  if (gatewayId === "") return found;
  for (const [name, value] of [
    ["CLOUDFLARE_ACCOUNT_ID", accountId],
    ["CLOUDFLARE_API_TOKEN", token],
  ] as const) {
    if (value !== "") continue;
    const message = `${name} is not set, though CLOUDFLARE_GATEWAY_ID is: set it, or remove CLOUDFLARE_GATEWAY_ID.`;
    throw new OpenCodeKitError("bad_request", message);
  }
  return [...found, { provider: "cloudflare-ai-gateway", accountId, gatewayId, apiKey: token }];
}
