import type { AgentConfigOptions } from "../providers/createAgentConfig.ts";
import { createAgentConfig } from "../providers/createAgentConfig.ts";
import type { ProviderCredentials } from "../providers/ProviderCredentials.ts";
import type { ProviderChoice } from "../providers/selectProviders.ts";
import { selectProviders } from "../providers/selectProviders.ts";
import type { AgentSettings } from "./createAgent.ts";

/**
 * What an agent is started with: no key, but the address of an egress that adds it. `explicitCredentials` are those that
 * the egress does not find in `env`. Throws `provider_missing` where there is no provider.
 */
export function createAgentSettings(
  env: object,
  { credentials = [], ...rest }: ProviderChoice & Omit<AgentConfigOptions, "providers">,
): AgentSettings & { readonly explicitCredentials: readonly ProviderCredentials[] } {
  const explicitCredentials = "provider" in credentials ? [credentials] : credentials;
  const providers = selectProviders(env, { credentials, userConfig: rest.userConfig });
  const config = createAgentConfig({ providers, ...rest });
  return { config: JSON.stringify(config), model: config.model, explicitCredentials };
}
