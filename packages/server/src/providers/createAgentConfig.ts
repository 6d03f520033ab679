import { chooseModel } from "./chooseModel.ts";
import { DEFAULT_MODELS } from "./defaultModels.ts";
import { isRecord, mergeConfig } from "./mergeConfig.ts";
import type { PermissionConfig } from "./PermissionConfig.ts";
import type {
  CompatibleCredentials,
  DetectedProviders,
  OpenCodeConfig,
  ProviderCredentials,
} from "./ProviderCredentials.ts";
import { providerIdOf } from "./ProviderCredentials.ts";

/** What the agent has in place of each key. OpenCode uses no provider without one. */
export const PLACEHOLDER_KEY = "added-outside-the-sandbox";

export type AgentConfigOptions = {
  readonly providers: DetectedProviders;
  /** OpenCode's config, merged over the kit's own, which it wins over, but for addresses and keys of `providers`. */
  readonly userConfig?: OpenCodeConfig | undefined;
  /** OpenCode's permission rules, by tool. Default: OpenCode's own. */
  readonly permission?: PermissionConfig | undefined;
  /** Where the agent finds a provider: an address that adds the key, without a slash at its end. */
  readonly endpointOf: (credentials: ProviderCredentials) => string;
};

/** The config that `createAgentConfig` makes: plain JSON. */
export type AgentConfig = OpenCodeConfig & {
  /** `provider/model`. */
  readonly model: string;
  readonly provider: Readonly<Record<string, OpenCodeConfig>>;
};

/**
 * OpenCode's config for an agent that has no key: each provider is asked at an address of `endpointOf`, with a
 * placeholder. Providers that nobody named, such as OpenCode's free ones, are off. Throws `bad_request` when no model
 * is named, and `provider_missing` when `userConfig.model` is of a provider without credentials.
 */
export function createAgentConfig(options: AgentConfigOptions): AgentConfig {
  const { providers, userConfig = {}, permission, endpointOf } = options;
  const chosen = chooseModel(providers, userConfig);
  const own = isRecord(userConfig["provider"]) ? userConfig["provider"] : {};
  const entries = providers.credentials.map((each) => [providerIdOf(each), providerEntry(each, chosen.model)] as const);
  const base = {
    $schema: "https://opencode.ai/config.json",
    autoupdate: false,
    share: "disabled",
    small_model: chosen.small,
    enabled_providers: [...new Set([...entries.map(([id]) => id), ...Object.keys(own)])],
    ...(permission === undefined ? {} : { permission }),
  };
  const connections = providers.credentials.map((each): [string, OpenCodeConfig] => [
    providerIdOf(each),
    { options: { baseURL: endpointOf(each), apiKey: PLACEHOLDER_KEY } },
  ]);
  const provider = mergeConfig(mergeConfig(Object.fromEntries(entries), own), Object.fromEntries(connections));
  return { ...mergeConfig(base, userConfig), model: chosen.model, provider: provider as AgentConfig["provider"] };
}

/** How OpenCode speaks to a provider, less its address and key; with the model, should OpenCode not know it. */
export function providerEntry(credentials: ProviderCredentials, model: string): OpenCodeConfig {
  const id = providerIdOf(credentials);
  const named = model.startsWith(`${id}/`) ? model.slice(id.length + 1) : credentials.model;
  if (credentials.provider === "openai-compatible") return compatibleEntry(credentials, named);
  const isDefault = named === DEFAULT_MODELS[credentials.provider].model;
  const isGateway = credentials.provider === "cloudflare-ai-gateway";
  return {
    // OpenCode's own client of gateways knows no other address than Cloudflare's.
    ...(isGateway ? { npm: "@ai-sdk/openai-compatible" } : {}),
    // A model that is named here loses some of what OpenCode's list says of it, such as its prices by length.
    models: named === undefined || isDefault ? {} : { [named]: isGateway ? gatewayModel(named) : {} },
  };
}

/** The client of a model that is named: it would be that of the provider otherwise. */
function gatewayModel(name: string): OpenCodeConfig {
  const author = name.split("/", 1)[0];
  return author === "anthropic" || author === "openai" ? { provider: { npm: `@ai-sdk/${author}` } } : {};
}

function compatibleEntry(credentials: CompatibleCredentials, model: string | undefined): OpenCodeConfig {
  const { name, baseURL, contextTokens = 128_000, outputTokens = 8_192 } = credentials;
  const limit = { context: contextTokens, output: outputTokens };
  const names = new Set([credentials.model, model].filter((each) => each !== undefined));
  return {
    npm: "@ai-sdk/openai-compatible",
    name: name ?? new URL(baseURL).host,
    models: Object.fromEntries([...names].map((each) => [each, { name: each, tool_call: true, limit }])),
  };
}
