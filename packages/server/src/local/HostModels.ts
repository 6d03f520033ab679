import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { AgentConfig } from "../providers/createAgentConfig.ts";
import { createAgentConfig } from "../providers/createAgentConfig.ts";
import type { PermissionConfig } from "../providers/PermissionConfig.ts";
import type {
  CompatibleCredentials,
  DetectedProviders,
  OpenCodeConfig,
  ProviderCredentials,
} from "../providers/ProviderCredentials.ts";
import { providerIdOf } from "../providers/ProviderCredentials.ts";
import { selectProviders } from "../providers/selectProviders.ts";
import type { ModelConfig } from "./ModelConfig.ts";

/** Edits inside the workspace are free; whatever can reach beyond it asks. */
const DEFAULT_PERMISSION: PermissionConfig = {
  edit: "allow",
  bash: "ask",
  webfetch: "ask",
  websearch: "ask",
  external_directory: "ask",
};

export type HostModelsOptions = {
  /** An endpoint that answers all agents, before those of `credentials`. Default: none. */
  readonly model?: ModelConfig | undefined;
  /** The providers that answer, such as `detectProviders` finds. The host adds their keys; agents never see them. Default: none. */
  readonly credentials?: readonly ProviderCredentials[] | undefined;
  /** OpenCode's config, merged over the host's own, which it wins over; its `model` is the default. */
  readonly userConfig?: OpenCodeConfig | undefined;
  /** OpenCode's permission rules, by tool, over the defaults: edits are free, commands ask. */
  readonly permission?: PermissionConfig | undefined;
};

/** What answers the agents of a host. */
export class HostModels {
  /** `provider/model` that answers where a prompt names none. */
  readonly name: string;
  /** No AI answers. */
  readonly isScripted: boolean;
  readonly #providers: DetectedProviders;
  readonly #options: HostModelsOptions;

  /** Throws `provider_missing` without any provider, and `bad_request` when a value is wrong. */
  constructor(options: HostModelsOptions) {
    const { model, credentials = [], userConfig } = options;
    this.isScripted = model?.scripted ?? false;
    const given = [...(model === undefined ? [] : [toCredentials(model)]), ...credentials];
    if (given.length === 0) {
      throw new OpenCodeKitError(
        "provider_missing",
        "The sandbox host has no model: give it `model` or `credentials`.",
      );
    }
    this.#providers = selectProviders({}, { credentials: given, userConfig });
    this.#options = options;
    this.name = this.configFor("http://127.0.0.1").model;
  }

  /** The default model, by its provider's own name. */
  get modelID(): string {
    return this.name.slice(this.name.indexOf("/") + 1);
  }

  /** The provider of the default model. */
  get main(): ProviderCredentials | undefined {
    return this.find(this.name.split("/", 1)[0] ?? "");
  }

  /** The credentials of a provider, by the name that OpenCode has for it. */
  find(id: string): ProviderCredentials | undefined {
    return this.#providers.credentials.find((each) => providerIdOf(each) === id);
  }

  /** OpenCode's config for an agent, without keys. @param url Where the agent finds its models, by provider. */
  configFor(url: string): AgentConfig {
    const { userConfig, permission } = this.#options;
    return createAgentConfig({
      providers: this.#providers,
      userConfig,
      permission: { ...DEFAULT_PERMISSION, ...permission },
      endpointOf: (credentials) => `${url}/${providerIdOf(credentials)}`,
    });
  }
}

function toCredentials(model: ModelConfig): CompatibleCredentials {
  const { baseUrl, scripted, ...rest } = model;
  const identity = scripted === true ? { id: "scripted", name: "Scripted model" } : {};
  return { provider: "openai-compatible", baseURL: baseUrl, ...rest, ...identity };
}
