import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { checkCredentials } from "./checkCredentials.ts";
import { describeRequiredEnvVars } from "./describeRequiredEnvVars.ts";
import { chooseDefault, detectProviders } from "./detectProviders.ts";
import type { DetectedProviders, OpenCodeConfig, ProviderCredentials } from "./ProviderCredentials.ts";
import { providerIdOf } from "./ProviderCredentials.ts";

export type ProviderChoice = {
  /** Used in place of what the environment has. Default: what it has. */
  readonly credentials?: ProviderCredentials | readonly ProviderCredentials[] | undefined;
  /** Its `model` chooses the default provider. */
  readonly userConfig?: OpenCodeConfig | undefined;
};

/**
 * The providers to use. Explicit credentials win: with any of them no variable of the environment is read, so that one
 * tenant's agent never asks with another's key. Throws `provider_missing` that lists what to set when there is nothing,
 * and `bad_request` when something is wrong.
 */
export function selectProviders(env: object, { credentials = [], userConfig }: ProviderChoice = {}): DetectedProviders {
  const model = typeof userConfig?.["model"] === "string" ? userConfig["model"] : undefined;
  const given = "provider" in credentials ? [credentials] : credentials;
  const checked = given.map((each) => checkCredentials(each));
  const ids = checked.map(providerIdOf);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) {
    const message = `There are two credentials of the provider ${twice}: give one, or an endpoint an id of its own.`;
    throw new OpenCodeKitError("bad_request", message);
  }
  const found = checked.length > 0 ? chooseDefault(checked, model) : detectProviders(env, model);
  if (found !== null) return found;
  throw new OpenCodeKitError("provider_missing", `There is no model provider. ${describeRequiredEnvVars(env)}`);
}
