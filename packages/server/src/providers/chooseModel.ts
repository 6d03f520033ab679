import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { DEFAULT_MODELS } from "./defaultModels.ts";
import { isRecord } from "./mergeConfig.ts";
import type { DetectedProviders, OpenCodeConfig, ProviderCredentials } from "./ProviderCredentials.ts";
import { providerIdOf } from "./ProviderCredentials.ts";

export type ChosenModel = {
  /** The default provider. */
  readonly credentials: ProviderCredentials;
  /** `provider/model`. */
  readonly model: string;
  /** `provider/model`, for titles. */
  readonly small: string;
};

/**
 * The model that answers where a prompt names none: `userConfig.model`, else the default provider's. Throws
 * `bad_request` when there is none, and `provider_missing` when nobody can be asked for it.
 */
export function chooseModel(providers: DetectedProviders, userConfig: OpenCodeConfig = {}): ChosenModel {
  const { model: wanted } = userConfig;
  if (wanted !== undefined && !(typeof wanted === "string" && /^[^/\s]+\/\S+$/.test(wanted))) {
    throw new OpenCodeKitError("bad_request", "userConfig.model is not a model: write it as provider/model.");
  }
  const fallback = providers.credentials.find(({ provider }) => provider === providers.defaultProvider);
  const wantedId = wanted?.split("/", 1)[0];
  const credentials = providers.credentials.find((each) => providerIdOf(each) === wantedId) ?? fallback;
  if (credentials === undefined) {
    const message = `There are no credentials of the default provider ${providers.defaultProvider}: add them.`;
    throw new OpenCodeKitError("provider_missing", message);
  }
  const id = providerIdOf(credentials);
  if (wanted !== undefined && wantedId !== id && !namesProvider(userConfig, wantedId)) {
    const message = `userConfig.model asks for the provider ${wantedId}, of which there are no credentials: add them, or choose a model of ${id}.`;
    throw new OpenCodeKitError("provider_missing", message);
  }
  const own = wantedId === id ? wanted?.slice(id.length + 1) : undefined;
  const model = own ?? credentials.model ?? defaultsOf(credentials)?.model;
  if (model === undefined) {
    const message = "OPENAI_MODEL is not set, though OPENAI_BASE_URL is: set it to the name of the model to use.";
    throw new OpenCodeKitError("bad_request", message);
  }
  // Another address need not have the small model of the provider's own.
  const small = credentials.baseURL === undefined ? (defaultsOf(credentials)?.small ?? model) : model;
  return { credentials, model: wanted ?? `${id}/${model}`, small: `${id}/${small}` };
}

function defaultsOf({ provider }: ProviderCredentials) {
  return provider === "openai-compatible" ? undefined : DEFAULT_MODELS[provider];
}

/** Whether the user's config brings a provider of its own. */
function namesProvider(userConfig: OpenCodeConfig, id: string | undefined): boolean {
  const { provider } = userConfig;
  return id !== undefined && isRecord(provider) && Object.hasOwn(provider, id);
}
