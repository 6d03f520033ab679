import { chooseModel } from "./chooseModel.ts";
import { providerEntry } from "./createAgentConfig.ts";
import { checkCredentials } from "./checkCredentials.ts";
import { isRecord, mergeConfig } from "./mergeConfig.ts";
import { providerEndpoint } from "./providerEndpoint.ts";
import type {
  DetectedProviders,
  OpenCodeConfig,
  ProviderCredentials,
  ResolvedProvider,
} from "./ProviderCredentials.ts";
import { providerIdOf } from "./ProviderCredentials.ts";

/**
 * All providers in one config, for an OpenCode that is given the keys themselves. The kit's own sandboxes never are:
 * they use `createAgentConfig`. Tools are allowed and questions denied, for an agent that nobody watches.
 *
 * @param userConfig Merged over the config, object by object, and wins; arrays are replaced. Its `model` chooses the
 *   default provider.
 * @throws `bad_request` when a value is wrong or no model is named; `provider_missing` when `userConfig.model` is of a
 *   provider without credentials.
 */
export function resolveProviders(detected: DetectedProviders, userConfig: OpenCodeConfig = {}): ResolvedProvider {
  const credentials = detected.credentials.map((each) => checkCredentials(each));
  const chosen = chooseModel({ ...detected, credentials }, userConfig);
  const base = {
    model: chosen.model,
    small_model: chosen.small,
    provider: Object.fromEntries(credentials.map((each) => [providerIdOf(each), connectedEntry(each, chosen.model)])),
    permission: { "*": "allow", question: "deny" },
    autoupdate: false,
  };
  const config = mergeConfig(base, userConfig);
  return {
    id: chosen.credentials.provider,
    config: {
      ...config,
      model: chosen.model,
      provider: (isRecord(config["provider"]) ? config["provider"] : base.provider) as typeof base.provider,
    },
    env: Object.assign({}, ...credentials.map(variablesOf)) as Record<string, string>,
    auths: credentials.flatMap((each) =>
      each.apiKey === undefined
        ? []
        : [{ providerID: providerIdOf(each), auth: { type: "api" as const, key: each.apiKey } }],
    ),
  };
}

function connectedEntry(credentials: ProviderCredentials, model: string): OpenCodeConfig {
  const { baseURL, headers } = providerEndpoint(credentials);
  const isOwn =
    (credentials.provider === "anthropic" || credentials.provider === "openai") && credentials.baseURL === undefined;
  const options = isOwn ? {} : { baseURL, ...(Object.keys(headers).length === 0 ? {} : { headers }) };
  return { ...providerEntry(credentials, model), options };
}

/** An endpoint of one's own needs no variable: its address is in the config, its key in `auths`. */
function variablesOf(credentials: ProviderCredentials): Readonly<Record<string, string>> {
  switch (credentials.provider) {
    case "anthropic":
      return { ANTHROPIC_API_KEY: credentials.apiKey };
    case "openai":
      return { OPENAI_API_KEY: credentials.apiKey };
    case "cloudflare-workers-ai":
      return { CLOUDFLARE_ACCOUNT_ID: credentials.accountId, CLOUDFLARE_API_KEY: credentials.apiKey };
    case "cloudflare-ai-gateway":
      return {
        CLOUDFLARE_ACCOUNT_ID: credentials.accountId,
        CLOUDFLARE_GATEWAY_ID: credentials.gatewayId,
        CLOUDFLARE_API_TOKEN: credentials.apiKey,
      };
    case "openai-compatible":
      return {};
  }
}
